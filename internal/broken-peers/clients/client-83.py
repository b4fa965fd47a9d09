from chat_client import ChatClient, run


class Client(ChatClient):
    def receive(self):
        self.connection.settimeout(None)
        return self.connection.recv(65_536)


run(Client)
