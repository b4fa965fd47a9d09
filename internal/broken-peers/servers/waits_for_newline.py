"""A name without newline gets no answer."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def end_name_after_silence(self, client):
        pass


if __name__ == "__main__":
    run(Server())
