from chat_client import ChatClient, run


class Client(ChatClient):
    def harmless(self, text):
        return text


run(Client)
