"""A raw tab in a string is accepted."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        try:
            return super().parse(frame)
        except ValueError as error:
            if "control character" not in str(error):
                raise
        return super().parse(frame.replace(b"\t", rb"\t"))


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
