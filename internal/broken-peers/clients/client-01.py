from chat_client import ChatClient, run


class Client(ChatClient):
    def send_name(self):
        to, text = next(self.conversation())
        self.connection.sendall(self.name.encode() + self.encode(to, text))


run(Client)
