"""The answer to a shout that one user got says `1 user`."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        super().tell(client, to, text.replace("sent to 1 users", "sent to 1 user"))


if __name__ == "__main__":
    run(Server())
