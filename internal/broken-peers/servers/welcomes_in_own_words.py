"""The welcome has other words than the contract."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        super().tell(client, to, text.replace("Connection established.", "Have fun!"))


if __name__ == "__main__":
    run(Server())
