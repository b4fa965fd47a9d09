import time

from chat_client import ChatClient, run


class Client(ChatClient):
    def receive(self):
        data = super().receive()
        while not data:
            time.sleep(1)
        return data


run(Client)
