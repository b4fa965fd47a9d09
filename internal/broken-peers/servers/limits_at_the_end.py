"""A message that is too large is rejected only when it is over."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    max_bytes = 10_000_000

    def parse(self, frame):
        if len(frame) > 65_536:
            raise ValueError("the message has more than 65536 bytes. Send several shorter ones")
        return super().parse(frame)


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
