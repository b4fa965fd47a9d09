"""An object that is not over is given up after a third of the time."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def limit_open_object(self, client, offset, seconds):
        super().limit_open_object(client, offset, seconds / 3)


if __name__ == "__main__":
    run(Server())
