"""After a message that is too large the connection stays open, and what follows is read."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_rejection(self, client, rejection):
        rejection.is_fatal = rejection.is_fatal and rejection.code != "too-large"
        client.reader.is_over = rejection.is_fatal
        if not rejection.is_fatal:
            client.reader.frame = None
        super().take_rejection(client, rejection)


if __name__ == "__main__":
    run(Server())
