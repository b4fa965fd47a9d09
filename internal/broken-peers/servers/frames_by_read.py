"""Each read is taken for one message: messages that arrive together are rejected, and one that is cut is."""

from chat_server import ChatServer, run
from messages import FrameReader, parse_message


class Reader(FrameReader):
    def push(self, data):
        frames = []
        try:
            frames.append(parse_message(data.strip()) if data.strip().startswith(b"{") else parse_message(b"{}"))
        except ValueError as error:
            self.reject(frames, "not-a-message", self.offset, str(error))
        self.offset += len(data)
        return frames if data.strip() else []


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
