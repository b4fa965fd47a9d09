"""Text outside messages gets no answer."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def reject(self, frames, code, offset, reason=None):
        if code != "stray-text":
            super().reject(frames, code, offset, reason)


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
