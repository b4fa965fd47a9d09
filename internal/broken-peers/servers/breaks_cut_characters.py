"""A character that is cut between two reads becomes two U+FFFD."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def push(self, data):
        return super().push(data.decode(errors="replace").encode())


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
