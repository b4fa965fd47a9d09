from chat_client import ChatClient, run


class Client(ChatClient):
    def send(self, to, text):
        data = self.encode(to, text).strip()
        self.connection.sendall(f"{data}\n".encode())


run(Client)
