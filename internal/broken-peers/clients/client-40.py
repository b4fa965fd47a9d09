from chat_client import ChatClient, run
from frames import FrameReader


class Reader(FrameReader):
    def push(self, data):
        return [message for line in data.decode("utf-8", "replace").splitlines() for message in self.decode(line)]


class Client(ChatClient):
    reader_class = Reader


run(Client)
