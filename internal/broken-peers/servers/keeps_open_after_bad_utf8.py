"""After bytes that are not UTF-8 the connection stays open, and nothing is read any more."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_rejection(self, client, rejection):
        rejection.is_fatal = rejection.is_fatal and rejection.code != "invalid-utf8"
        super().take_rejection(client, rejection)


if __name__ == "__main__":
    run(Server())
