"""`Guest` can be somebody's name, so nobody can tell a refusal from a welcome."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def find_name_problem(self, name):
        return super().find_name_problem(f"{name}1") if name == "Guest" else super().find_name_problem(name)


if __name__ == "__main__":
    run(Server())
