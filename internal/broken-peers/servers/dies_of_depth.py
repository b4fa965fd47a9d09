"""An object that is nested deeply ends the process."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        try:
            self.measure(frame, 0)
        except RecursionError as error:
            raise SystemError("stack overflow") from error
        return super().parse(frame)

    def measure(self, frame, at):
        if at < len(frame):
            self.measure(frame, frame.find(b"{", at) + 1 or len(frame))


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
