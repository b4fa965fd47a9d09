"""Two bytes of length stand before each message."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def line(self, sender, to, text):
        data = super().line(sender, to, text)
        return len(data).to_bytes(2, "big") + data


if __name__ == "__main__":
    run(Server())
