"""A message whose keys come in another order is rejected."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        if not frame.lstrip(b"{ ").startswith(b'"from"'):
            raise ValueError("the first key is from")
        return super().parse(frame)


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
