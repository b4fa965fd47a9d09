"""A connection that never gives a name stays open for ever."""

from chat_server import ChatServer, run


class Server(ChatServer):
    handshake_seconds = 1_000_000


if __name__ == "__main__":
    run(Server())
