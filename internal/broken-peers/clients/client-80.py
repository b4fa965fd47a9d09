from chat_client import ChatClient, run


class Client(ChatClient):
    def encode(self, to, text):
        return b"." + super().encode(to, text)


run(Client)
