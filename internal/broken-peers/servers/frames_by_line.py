"""A message ends at a line feed alone: two on one line are rejected, and one without line feed waits."""

from chat_server import ChatServer, run
from messages import FrameReader, parse_message


class Reader(FrameReader):
    unread = b""

    def push(self, data):
        *lines, self.unread = (self.unread + data).split(b"\n")
        frames = []
        for line in filter(bytes.strip, lines):
            try:
                frames.append(parse_message(line))
            except ValueError as error:
                self.reject(frames, "not-a-message", self.offset, str(error))
            self.offset += len(line) + 1
        return frames


class Server(ChatServer):
    reader_class = Reader


if __name__ == "__main__":
    run(Server())
