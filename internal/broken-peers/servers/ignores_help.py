"""/help gets no answer."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def answer_help(self, client, message):
        pass


if __name__ == "__main__":
    run(Server())
