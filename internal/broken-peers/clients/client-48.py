from chat_client import ChatClient, run
from frames import FrameReader


class Reader(FrameReader):
    def decode(self, frame):
        messages = super().decode(frame)
        for message in messages:
            message["msg"] = frame.split('"msg"', 1)[1].strip(' :,"}').replace('"msg": "', "")
        return messages


class Client(ChatClient):
    reader_class = Reader


run(Client)
