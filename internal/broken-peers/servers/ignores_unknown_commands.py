"""An unknown endpoint gets no answer."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def answer_unknown(self, client, to):
        pass


if __name__ == "__main__":
    run(Server())
