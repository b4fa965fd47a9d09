from chat_client import ChatClient, run


class Client(ChatClient):
    def message(self, to, text):
        return super().message(to.removeprefix("/"), text)


run(Client)
