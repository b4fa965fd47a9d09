"""Messages that come together with the name are lost."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def welcome(self, client, name):
        client.reader.offset = len(client.received)
        super().welcome(client, name)


if __name__ == "__main__":
    run(Server())
