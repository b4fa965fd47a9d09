from chat_client import ChatClient, run


class Client(ChatClient):
    def harmless(self, text):
        return "".join(part if part in "\u2028\u2029" else super(Client, self).harmless(part) for part in text)


run(Client)
