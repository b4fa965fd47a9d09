from chat_client import ChatClient, run
from frames import FrameReader


class Reader(FrameReader):
    def decode(self, frame):
        messages = super().decode(frame)
        if not messages:
            raise ValueError("this is no message")
        return messages


class Client(ChatClient):
    reader_class = Reader


run(Client)
