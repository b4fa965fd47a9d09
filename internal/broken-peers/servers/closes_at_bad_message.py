"""An object that is no message ends the connection."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_rejection(self, client, rejection):
        super().take_rejection(client, rejection)
        self.finish(client)


if __name__ == "__main__":
    run(Server())
