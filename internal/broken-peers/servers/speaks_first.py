"""The server greets each connection before it has a name."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def accept(self, listener):
        before = set(self.clients)
        super().accept(listener)
        for client in self.clients - before:
            client.connection.send(b"Enter your name: ")


if __name__ == "__main__":
    run(Server())
