import json
import re

from chat_client import ChatClient, run
from frames import FrameReader


class Reader(FrameReader):
    def decode(self, frame):
        messages = super().decode(frame)
        for message in messages:
            message["msg"] = json.loads(re.search(r'"msg"[\s:,]*("(?:[^"\\]|\\.)*")', frame)[1])
        return messages


class Client(ChatClient):
    reader_class = Reader


run(Client)
