"""Surrogates that are encoded in UTF-8 are accepted."""

import re

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def check_utf8(self, data):
        return super().check_utf8(re.sub(rb"\xed[\xa0-\xbf][\x80-\xbf]", b"???", data))

    def parse(self, frame):
        text = frame.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
        return super().parse(text.encode())


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
