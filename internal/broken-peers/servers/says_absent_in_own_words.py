"""A message to somebody who is not online is answered in other words."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        super().tell(client, to, text.replace("not found.", "is offline."))


if __name__ == "__main__":
    run(Server())
