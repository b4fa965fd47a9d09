"""A message of Ada with `ada` in `from.name` is refused."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def is_own_name(self, client, name):
        return name == client.name


if __name__ == "__main__":
    run(Server())
