from chat_client import ChatClient, run


class Client(ChatClient):
    def next_wait(self):
        return 0


run(Client)
