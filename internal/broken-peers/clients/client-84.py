from chat_client import ChatClient, run


class Client(ChatClient):
    def receive(self):
        while True:
            try:
                return super().receive()
            except TimeoutError:
                pass


run(Client)
