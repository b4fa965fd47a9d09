"""`server` can be somebody's name."""

from chat_server import ChatServer, run
from names import RESERVED, fold


class Server(ChatServer):
    def find_name_problem(self, name):
        is_spelled_otherwise = fold(name) in RESERVED and name not in ("SERVER", "Guest", "Everyone")
        return None if is_spelled_otherwise else super().find_name_problem(name)


if __name__ == "__main__":
    run(Server())
