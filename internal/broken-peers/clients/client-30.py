from chat_client import ChatClient, run


class Client(ChatClient):
    def encode(self, to, text):
        return f"{self.message(to, text)}\n".encode()


run(Client)
