"""The offset of a rejected frame counts from behind the name, not from the beginning of the connection."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_rejection(self, client, rejection):
        rejection.offset -= len(client.name) + 1
        super().take_rejection(client, rejection)


if __name__ == "__main__":
    run(Server())
