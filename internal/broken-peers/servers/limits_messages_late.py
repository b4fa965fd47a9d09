"""A message of 65,537 bytes is accepted."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    max_bytes = 65_537


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
