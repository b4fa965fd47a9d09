"""A quote behind a backslash ends the string, so braces behind it count."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def find_end(self, data, at, limit):
        return super().find_end(data.replace(b"\\", b"/"), at, limit)


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
