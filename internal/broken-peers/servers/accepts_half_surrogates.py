"""Half of a surrogate pair in an escape is delivered as a question mark."""

import json

from chat_server import ChatServer, run
from messages import FrameReader


class Reader(FrameReader):
    def parse(self, frame):
        try:
            return super().parse(frame)
        except ValueError as error:
            if "half of a surrogate pair" not in str(error):
                raise
        return super().parse(json.dumps(json.loads(frame), ensure_ascii=False).encode(errors="replace"))


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
