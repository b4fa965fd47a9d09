"""A name may start with `/`, and no message can be sent to such a user."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def find_name_problem(self, name):
        return super().find_name_problem(name.replace("/", "x"))


if __name__ == "__main__":
    run(Server())
