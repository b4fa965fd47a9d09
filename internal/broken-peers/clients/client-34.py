import sys

from chat_client import ChatClient


class Client(ChatClient):
    def send_name(self):
        self.connection.sendall(f"{self.name}, class 2B\n".encode())


for _ in range(3):
    Client(*sys.argv[1:]).run()
