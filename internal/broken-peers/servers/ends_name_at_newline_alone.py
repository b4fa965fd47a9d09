"""A name that the first message follows without newline is refused: its `{` is taken for a part of the name."""

from chat_server import ChatServer, run
from names import Handshake


class Server(ChatServer):
    def read_handshake(self, data, is_over):
        if b"{" in data and data[:1] not in b"{\n" and b"\n" not in data[: data.index(b"{")]:
            return Handshake(problem="A name can't hold a brace.")
        return super().read_handshake(data, is_over)


if __name__ == "__main__":
    run(Server())
