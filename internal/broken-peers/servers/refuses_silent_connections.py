"""A connection that has sent nothing yet is refused after 50 ms."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def accept(self, listener):
        before = set(self.clients)
        super().accept(listener)
        for client in self.clients - before:
            self.later(self.name_end_seconds, lambda: client.received or self.end_handshake(client))


if __name__ == "__main__":
    run(Server())
