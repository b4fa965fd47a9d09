from chat_client import ChatClient, run


class Client(ChatClient):
    def show(self, message):
        if message["to"] != "Guest":
            super().show(message)


run(Client)
