"""A message may have any size."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    max_bytes = 1_000_000_000


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
