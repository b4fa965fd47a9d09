"""A client that does not read stays a user for ever."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def limit_stall(self, client, since):
        pass


if __name__ == "__main__":
    run(Server())
