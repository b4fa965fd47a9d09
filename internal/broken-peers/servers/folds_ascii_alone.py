"""`ZOË` and `Zoë` are two users."""

from chat_server import ChatServer, run
from names import trim


class Server(ChatServer):
    def fold(self, name):
        return trim(name).encode().lower().decode()


if __name__ == "__main__":
    run(Server())
