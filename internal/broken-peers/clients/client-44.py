from chat_client import ChatClient, run
from frames import FrameReader


class Reader(FrameReader):
    max_bytes = 65_536


class Client(ChatClient):
    reader_class = Reader


run(Client)
