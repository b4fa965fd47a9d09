"""A number as `msg` is delivered as text."""

import json

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        try:
            return super().parse(frame)
        except ValueError as error:
            if "each value is a string" not in str(error):
                raise
        message = json.loads(frame)
        message["msg"] = str(message["msg"])
        return super().parse(json.dumps(message).encode())


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
