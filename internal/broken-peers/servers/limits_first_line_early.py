"""A first line of 1,024 bytes is refused."""

from chat_server import ChatServer, run
from names import Handshake


class Server(ChatServer):
    def read_handshake(self, data, is_over):
        end = data.find(b"\n")
        return Handshake(problem="The name is too long.") if end > 512 else super().read_handshake(data, is_over)


if __name__ == "__main__":
    run(Server())
