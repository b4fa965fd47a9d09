from chat_client import ChatClient, run


class Client(ChatClient):
    def take(self, message):
        super().take(message)
        self.last_text = message["msg"]


run(Client)
