"""Messages that do not fit into the queue of a slow reader are lost without a word."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        if "can't take more messages" not in text:
            super().tell(client, to, text)


if __name__ == "__main__":
    run(Server())
