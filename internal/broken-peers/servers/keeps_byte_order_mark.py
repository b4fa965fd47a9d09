"""A name after a byte order mark is refused."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def read_handshake(self, data, is_over):
        handshake = super().read_handshake(data, is_over)
        if handshake and handshake.name and data.startswith(b"\xef\xbb\xbf"):
            handshake.name = "\ufeff" + handshake.name
        return handshake


if __name__ == "__main__":
    run(Server())
