"""Strings in single quotes are accepted."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        return super().parse(frame.replace(b"'", b'"') if frame.startswith(b"{'") else frame)


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
