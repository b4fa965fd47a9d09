"""`Ada Lovelace` is refused."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def find_name_problem(self, name):
        return super().find_name_problem(name) or ("Letters and digits only." if " " in name else None)


if __name__ == "__main__":
    run(Server())
