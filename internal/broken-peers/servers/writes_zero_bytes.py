"""A zero byte follows each message."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def line(self, sender, to, text):
        return super().line(sender, to, text) + b"\0"


if __name__ == "__main__":
    run(Server())
