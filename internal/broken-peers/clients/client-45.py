from chat_client import ChatClient, run
from frames import FrameReader


class Reader(FrameReader):
    def decode(self, frame):
        return super().decode(frame[:4096])


class Client(ChatClient):
    reader_class = Reader


run(Client)
