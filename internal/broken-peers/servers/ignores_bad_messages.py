"""An object that is no message gets no answer."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_rejection(self, client, rejection):
        if rejection.code != "not-a-message":
            super().take_rejection(client, rejection)


if __name__ == "__main__":
    run(Server())
