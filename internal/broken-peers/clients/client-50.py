from chat_client import ChatClient, run


class Client(ChatClient):
    def show(self, message):
        if message["msg"][0] != "#":
            super().show(message)


run(Client)
