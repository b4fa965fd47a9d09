"""A brace inside a string counts, so `}` in a text ends the message early."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def find_end(self, data, at, limit):
        self.in_string = False
        return super().find_end(data.replace(b'"', b"'"), at, limit)


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
