"""A blank line between messages is rejected."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def push(self, data):
        return super().push(data.replace(b"\n\n", b"\n.\n"))


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
