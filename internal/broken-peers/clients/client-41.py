from chat_client import ChatClient, run
from frames import FrameReader


class Reader(FrameReader):
    def push(self, data):
        return super().push(data)[:1]


class Client(ChatClient):
    reader_class = Reader


run(Client)
