"""An empty `msg` or `ip` is rejected."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        message = super().parse(frame)
        if not (message["msg"] and message["from"]["ip"]):
            raise ValueError("a value is missing")
        return message


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
