"""What one read returns is the name: a name that comes in two parts is cut."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def read_handshake(self, data, is_over):
        return super().read_handshake(data, True)


if __name__ == "__main__":
    run(Server())
