"""A client that is cut off is not told why, though it reads again."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        if not text.startswith("\u26d4 Error: You were disconnected"):
            super().tell(client, to, text)


if __name__ == "__main__":
    run(Server())
