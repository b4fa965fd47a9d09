"""A message to a user called `msg` is read wrongly: its text becomes the receiver."""

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        message = super().parse(frame)
        if message["to"] == "msg":
            message["to"] = message["msg"]
        return message


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
