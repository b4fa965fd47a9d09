"""The senders of messages that were not written to a client are not told when it goes."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        if "may not have arrived" not in text:
            super().tell(client, to, text)


if __name__ == "__main__":
    run(Server())
