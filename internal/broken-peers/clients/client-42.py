from chat_client import ChatClient, run
from frames import FrameReader


class Reader(FrameReader):
    def take_mark_in_string(self, mark, at):
        super().take_mark_in_string(mark, at)
        self.depth += {"{": 1, "}": -1}.get(mark, 0)
        if self.depth == 0:
            self.start_over()


class Client(ChatClient):
    reader_class = Reader


run(Client)
