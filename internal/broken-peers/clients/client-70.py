from chat_client import ChatClient, run


class Client(ChatClient):
    def connect(self):
        before = getattr(self, "reader_of_frames", None)
        super().connect()
        self.reader_of_frames = before or self.reader_of_frames


run(Client)
