"""A name may have 33 characters."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def find_name_problem(self, name):
        return super().find_name_problem(name[:-1] if len(name) == 33 else name)


if __name__ == "__main__":
    run(Server())
