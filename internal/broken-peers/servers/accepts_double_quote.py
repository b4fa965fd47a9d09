"""A name may hold a double quote."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def find_name_problem(self, name):
        return super().find_name_problem(name.replace("\"", "x"))


if __name__ == "__main__":
    run(Server())
