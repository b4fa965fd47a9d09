"""An object that is no message ends the process."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_rejection(self, client, rejection):
        raise ValueError(rejection.reason)


if __name__ == "__main__":
    run(Server())
