"""A refused client reads nothing: the connection is closed without a word."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def refuse(self, client, reason):
        self.finish(client)


if __name__ == "__main__":
    run(Server())
