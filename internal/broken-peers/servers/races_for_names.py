"""Connections that give the same name at the same time all join."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def join(self, client, name):
        self.later(0.2, lambda: self.welcome(client, name))


if __name__ == "__main__":
    run(Server())
