"""Each direct message arrives twice."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def deliver(self, receiver, line, sender):
        super().deliver(receiver, line, sender)
        super().deliver(receiver, line, sender)


if __name__ == "__main__":
    run(Server())
