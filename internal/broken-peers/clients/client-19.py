from chat_client import ChatClient, run


class Client(ChatClient):
    def message(self, to, text):
        return {"from": {"name": self.name, "ip": "127.0.0.1"}, "to": to, "message": text}


run(Client)
