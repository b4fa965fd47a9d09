"""A shout is not answered."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        if not text.startswith("Message sent to "):
            super().tell(client, to, text)


if __name__ == "__main__":
    run(Server())
