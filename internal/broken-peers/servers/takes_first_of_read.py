"""Of several messages in one read only the first is processed."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def push(self, data):
        return super().push(data)[:1]


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
