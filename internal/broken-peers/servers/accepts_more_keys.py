"""A message with one more key is delivered."""

import json

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        try:
            return super().parse(frame)
        except ValueError as error:
            if "the keys of a message" not in str(error):
                raise
        message = json.loads(frame)
        return super().parse(json.dumps({key: message[key] for key in ("from", "to", "msg") if key in message}).encode())


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
