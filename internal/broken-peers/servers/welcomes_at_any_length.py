"""A welcome with many users online has more than 1,000 bytes."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def welcome(self, client, name):
        self.unframed_text_bytes = 262_144
        super().welcome(client, name)
        del self.unframed_text_bytes


if __name__ == "__main__":
    run(Server())
