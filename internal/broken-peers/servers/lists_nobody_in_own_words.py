"""Somebody who is alone gets the empty list `Online users (0): `."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        super().tell(client, to, text.replace("You are the only active user!", "Online users (0): "))


if __name__ == "__main__":
    run(Server())
