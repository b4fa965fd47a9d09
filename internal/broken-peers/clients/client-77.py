from chat_client import ChatClient, run


class Client(ChatClient):
    def send_name(self):
        self.connection.sendall(f"{self.name} {{student}}\n".encode())


run(Client)
