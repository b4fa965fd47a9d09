"""/time gets two answers."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def answer_time(self, client, message):
        super().answer_time(client, message)
        super().answer_time(client, message)


if __name__ == "__main__":
    run(Server())
