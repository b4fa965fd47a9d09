"""A second client is welcomed only when the first one has left."""

import selectors

from chat_server import ChatServer, run


class Server(ChatServer):
    def accept(self, listener):
        super().accept(listener)
        self.selector.unregister(listener)

    def leave(self, client):
        super().leave(client)
        if self.listener.fileno() not in self.selector.get_map():
            self.selector.register(self.listener, selectors.EVENT_READ, None)


if __name__ == "__main__":
    run(Server())
