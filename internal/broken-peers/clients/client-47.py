import re

from chat_client import ChatClient, run
from frames import FrameReader


class Reader(FrameReader):
    def decode(self, frame):
        return super().decode(frame) if re.match(r'\{\s*"from"\s*:\s*\{\s*"name"', frame) else []


class Client(ChatClient):
    reader_class = Reader


run(Client)
