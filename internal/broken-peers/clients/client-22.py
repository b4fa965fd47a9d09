from chat_client import ChatClient, run


class Client(ChatClient):
    def send_name(self):
        self.connection.sendall(f"username: {self.name}\n".encode())


run(Client)
