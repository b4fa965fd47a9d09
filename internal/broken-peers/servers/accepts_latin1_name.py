"""A name that is not UTF-8 is accepted, with other characters in it."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def read_handshake(self, data, is_over):
        handshake = super().read_handshake(data, is_over)
        is_broken = handshake and handshake.problem and b"\n" in data
        return super().read_handshake(data.decode("latin-1").encode(), is_over) if is_broken else handshake


if __name__ == "__main__":
    run(Server())
