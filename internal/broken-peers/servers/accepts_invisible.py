"""A name may hold U+200B, which nobody can see."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def find_name_problem(self, name):
        return super().find_name_problem(name.replace("\u200b", "x"))


if __name__ == "__main__":
    run(Server())
