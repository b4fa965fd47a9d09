from chat_client import ChatClient, run


class Client(ChatClient):
    def message(self, to, text):
        return {"from": {"name": "Student", "ip": "127.0.0.1"}, "to": to, "msg": text}


run(Client)
