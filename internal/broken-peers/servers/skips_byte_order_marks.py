"""A byte order mark between messages is skipped."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def push(self, data):
        return super().push(data.replace(b"\xef\xbb\xbf", b"   "))


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
