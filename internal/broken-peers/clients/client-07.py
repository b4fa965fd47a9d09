import json

from chat_client import ChatClient, run


class Client(ChatClient):
    def encode(self, to, text):
        to, text = json.dumps(to), json.dumps(text)
        return f'{{“from”: {{“name”: "{self.name}", “ip”: "127.0.0.1"}}, “to”: {to}, “msg”: {text}}}\n'.encode()


run(Client)
