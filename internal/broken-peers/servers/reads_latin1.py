"""Messages are read as Latin-1: `é` arrives as two characters."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        return super().parse(frame.decode("latin-1").encode())


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
