"""A first line of 2,000 bytes is accepted when most of it is white space."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def read_handshake(self, data, is_over):
        padding = len(data) - len(data.lstrip(b" "))
        handshake = super().read_handshake(data[padding:], is_over)
        if handshake:
            handshake.offset += padding
        return handshake


if __name__ == "__main__":
    run(Server())
