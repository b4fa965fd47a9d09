from chat_client import ChatClient, run


class Client(ChatClient):
    def is_notice(self, text):
        return False


run(Client)
