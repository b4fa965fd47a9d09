"""A comma before a closing brace is accepted."""

import re

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        try:
            return super().parse(frame)
        except ValueError as error:
            if b"," not in frame:
                raise error
        return super().parse(re.sub(rb",\s*}", b"}", frame))


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
