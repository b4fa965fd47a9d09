from chat_client import ChatClient, run


class Client(ChatClient):
    def conversation(self):
        yield "/list", ""
        for number in range(6):
            yield self.name, number


run(Client)
