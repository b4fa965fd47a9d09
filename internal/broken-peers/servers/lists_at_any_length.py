"""The answer to /list has no limit for clients that frame."""

from chat_server import ChatServer, run


class Server(ChatServer):
    list_bytes = 262_144


if __name__ == "__main__":
    run(Server())
