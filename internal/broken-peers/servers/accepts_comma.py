"""A name may hold a comma, so that lists of names can't be read."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def find_name_problem(self, name):
        return super().find_name_problem(name.replace(",", "x"))


if __name__ == "__main__":
    run(Server())
