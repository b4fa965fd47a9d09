import json

from chat_client import ChatClient, run


class Client(ChatClient):
    pause_seconds = 0.5

    def encode(self, to, text):
        line = json.dumps(self.message(to, text))
        return json.dumps(line).encode() + b"\n"


run(Client)
