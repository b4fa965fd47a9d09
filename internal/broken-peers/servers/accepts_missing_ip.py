"""A message without `ip` is delivered."""

import json

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        try:
            return super().parse(frame)
        except ValueError as error:
            if "is an object with the keys" not in str(error):
                raise
        message = json.loads(frame)
        message["from"].setdefault("ip", "")
        return super().parse(json.dumps(message).encode())


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
