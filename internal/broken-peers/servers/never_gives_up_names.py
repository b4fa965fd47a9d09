"""A connection that never gives a name stays open for ever."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def end_handshake(self, client):
        if client.input_ended:
            super().end_handshake(client)


if __name__ == "__main__":
    run(Server())
