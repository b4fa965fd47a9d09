"""A key that is spelled with an escape is unknown."""

import re

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        if re.search(rb'"[^"]*\\u[^"]*"\s*:', frame):
            raise ValueError("a key is unknown")
        return super().parse(frame)


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
