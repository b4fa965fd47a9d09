"""A byte order mark between messages is skipped."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def push(self, data):
        # At the start of what came, or of a line.
        start = b"   " + data[3:] if data.startswith(b"\xef\xbb\xbf") else data
        return super().push(start.replace(b"\n\xef\xbb\xbf", b"\n   "))


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
