"""Garbage runs to the end of the line, and swallows a message on the same line."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def read_garbage(self, data, at, frames):
        end = data.find(b"\n", at)
        self.in_garbage = end < 0
        return len(data) if end < 0 else end + 1


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
