from chat_client import ChatClient, run


class Client(ChatClient):
    sent = ()

    def send(self, to, text):
        self.sent = (to, text)
        super().send(to, text)

    def show(self, message):
        super().show(message)
        if message["from"]["name"] == "SERVER" and "refused: " in message["msg"]:
            self.send(*self.sent)


run(Client)
