"""A connection that gives no name holds up everybody."""

import select

from chat_server import ChatServer, run


class Server(ChatServer):
    def accept(self, listener):
        before = set(self.clients)
        super().accept(listener)
        for client in self.clients - before:
            select.select([client.connection], [], [])


if __name__ == "__main__":
    run(Server())
