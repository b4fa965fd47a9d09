"""A message in another's name is delivered in the sender's own."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def is_own_name(self, client, name):
        return True


if __name__ == "__main__":
    run(Server())
