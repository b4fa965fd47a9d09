"""The answer about a receiver whose queue is full has other words."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        super().tell(client, to, text.replace(" can't take more messages right now. Try again later.", " is busy."))


if __name__ == "__main__":
    run(Server())
