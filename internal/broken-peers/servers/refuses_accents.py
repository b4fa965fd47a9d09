"""`Zoë` is refused."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def find_name_problem(self, name):
        return super().find_name_problem(name) or (None if name.isascii() else "Plain letters only.")


if __name__ == "__main__":
    run(Server())
