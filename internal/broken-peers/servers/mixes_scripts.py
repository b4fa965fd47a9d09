"""A name may mix Latin and Cyrillic letters, and look like the name of somebody else."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def find_name_problem(self, name):
        return None if name.isalpha() and len(name) <= 32 and not name.isascii() else super().find_name_problem(name)


if __name__ == "__main__":
    run(Server())
