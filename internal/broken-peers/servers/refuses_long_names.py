"""A name of 32 characters is refused: 20 are allowed."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def find_name_problem(self, name):
        return "Your name is too long." if len(name) > 20 else super().find_name_problem(name)


if __name__ == "__main__":
    run(Server())
