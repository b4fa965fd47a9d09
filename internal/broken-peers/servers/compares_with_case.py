"""Names that differ in letter case alone are two users."""

from chat_server import ChatServer, run
from names import trim


class Server(ChatServer):
    def fold(self, name):
        return trim(name)


if __name__ == "__main__":
    run(Server())
