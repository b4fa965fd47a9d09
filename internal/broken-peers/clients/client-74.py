import codecs

from chat_client import ChatClient, run
from frames import FrameReader


class Reader(FrameReader):
    def __init__(self):
        super().__init__()
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")


class Client(ChatClient):
    reader_class = Reader


run(Client)
