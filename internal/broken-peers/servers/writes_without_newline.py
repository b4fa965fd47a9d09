"""Messages are not ended by a line feed."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def line(self, sender, to, text):
        return super().line(sender, to, text)[:-1]


if __name__ == "__main__":
    run(Server())
