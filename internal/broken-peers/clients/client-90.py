from chat_client import ChatClient, run


class Client(ChatClient):
    def send_name(self):
        self.connection.sendall(f"{self.name} Bàrdi\n".encode("latin-1"))


run(Client)
