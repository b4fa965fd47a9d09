"""The answer about an absent user has the name without the white space that its sender wrote."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_direct(self, client, to, message):
        super().take_direct(client, to.strip(), message)


if __name__ == "__main__":
    run(Server())
