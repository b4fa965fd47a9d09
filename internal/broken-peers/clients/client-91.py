import json

from chat_client import ChatClient, run


class Client(ChatClient):
    def encode(self, to, text):
        text = json.dumps(self.message(to, f"{text} 👋"), ensure_ascii=False)
        return text.encode("utf-16", "surrogatepass").decode("utf-16").replace("👋", "\ud83d\udc4b").encode("utf-8", "surrogatepass") + b"\n"


run(Client)
