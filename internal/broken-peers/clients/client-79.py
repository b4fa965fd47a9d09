from chat_client import ChatClient, run


class Client(ChatClient):
    def encode(self, to, text):
        return super().encode(to, text).rstrip()


run(Client)
