"""Each character of garbage is rejected by itself."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def read_garbage(self, data, at, frames):
        self.in_garbage = False
        return at + 1


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
