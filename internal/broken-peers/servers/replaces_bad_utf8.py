"""Bytes that are not UTF-8 are replaced by U+FFFD, and the message is delivered."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def check_utf8(self, data):
        return len(data), None

    def parse(self, frame):
        return super().parse(frame.decode(errors="replace").encode())


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
