"""An empty line is accepted as a name."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def find_name_problem(self, name):
        return super().find_name_problem(name) if name else None


if __name__ == "__main__":
    run(Server())
