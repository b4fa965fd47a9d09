"""White space between the tokens is rejected, but for single spaces."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        if b"\t" in frame or b"\n" in frame:
            raise ValueError("there is white space between the tokens")
        return super().parse(frame)


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
