"""A name that a carriage return follows is refused."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def read_handshake(self, data, is_over):
        handshake = super().read_handshake(data, is_over)
        if handshake and handshake.name and data[: data.find(b"\n") + 1].endswith(b"\r\n"):
            handshake.name += "\r"
        return handshake


if __name__ == "__main__":
    run(Server())
