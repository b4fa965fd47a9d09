"""The server's own messages come from `Server`, not from `SERVER`."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        self.write(client, self.line({"name": "Server", "ip": "0.0.0.0"}, to, text))


if __name__ == "__main__":
    run(Server())
