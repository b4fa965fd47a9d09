"""A name of 32 times `é` is refused, as it has 64 bytes."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def find_name_problem(self, name):
        return "Your name is too long." if len(name.encode()) > 32 else super().find_name_problem(name)


if __name__ == "__main__":
    run(Server())
