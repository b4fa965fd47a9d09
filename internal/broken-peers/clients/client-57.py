import re

from chat_client import ChatClient, run


class Client(ChatClient):
    def harmless(self, text):
        return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]", "?", text)


run(Client)
