"""Garbage is rejected only when its line is over."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    late = None

    def reject(self, frames, code, offset, reason=None):
        if code == "stray-text":
            self.late = offset
        else:
            super().reject(frames, code, offset, reason)

    def read_garbage(self, data, at, frames):
        at = super().read_garbage(data, at, frames)
        if not self.in_garbage:
            super().reject(frames, "stray-text", self.late)
        return at


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
