import json

from chat_client import ChatClient, run


class Client(ChatClient):
    pause_seconds = 0

    def conversation(self):
        for _ in range(10):
            yield from super().conversation()

    def read(self):
        while data := self.connection.recv(4096):
            message = json.loads(data)
            print(message["from"]["name"], ascii(message["msg"]), flush=True)
            self.joined.set()


run(Client)
