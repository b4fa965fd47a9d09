from chat_client import ChatClient, run


class Client(ChatClient):
    sent = ()

    def send(self, to, text):
        self.sent = (to, text)
        super().send(to, text)

    def take_first_answer(self, to):
        super().take_first_answer(to)
        if self.sent:
            self.send(*self.sent)


run(Client)
