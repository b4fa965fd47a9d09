import base64

from chat_client import ChatClient, run


class Client(ChatClient):
    def encode(self, to, text):
        return base64.b64encode(super().encode(to, text)) + b"\n"


run(Client)
