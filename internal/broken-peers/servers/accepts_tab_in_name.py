"""A name may hold a tab."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def find_name_problem(self, name):
        return super().find_name_problem(name.replace("\t", "x"))


if __name__ == "__main__":
    run(Server())
