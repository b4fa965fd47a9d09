"""The answer about an absent user or an unknown command has all of `to`, however long it is."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def cut(self, text):
        return text


if __name__ == "__main__":
    run(Server())
