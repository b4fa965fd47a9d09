from chat_client import ChatClient, run
from frames import FrameReader


class Reader(FrameReader):
    complaints = 0

    def decode(self, frame):
        messages = super().decode(frame)
        self.complaints += not messages
        return messages


class Client(ChatClient):
    reader_class = Reader

    def receive(self):
        if self.reader_of_frames.complaints:
            self.reader_of_frames.complaints = 0
            self.send("SERVER", "Your message is broken.")
        return super().receive()


run(Client)
