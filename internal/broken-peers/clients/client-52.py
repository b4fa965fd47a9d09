from chat_client import ChatClient, run


class Client(ChatClient):
    def take_first_answer(self, to):
        typed = self.name
        super().take_first_answer(to)
        self.name = typed


run(Client)
