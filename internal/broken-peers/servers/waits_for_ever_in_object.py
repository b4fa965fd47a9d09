"""An object that is not over is never given up."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def limit_open_object(self, client, offset, seconds):
        pass


if __name__ == "__main__":
    run(Server())
