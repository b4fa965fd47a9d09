from chat_client import ChatClient, run


class Client(ChatClient):
    def conversation(self):
        for _ in range(2):
            yield "list", ""
            yield self.name, "hello"
            yield "time", ""
            yield self.name, "is anybody here?"


run(Client)
