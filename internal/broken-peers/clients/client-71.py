from chat_client import ChatClient, run


class Client(ChatClient):
    def show(self, message):
        super().show(message)
        if self.joined.is_set() and message["from"]["name"] != self.name:
            self.send(message["from"]["name"], "Thank you!")


run(Client)
