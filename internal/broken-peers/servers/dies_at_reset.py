"""A connection that is reset ends the process."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def leave(self, client):
        if client.state == "online" and not client.input_ended:
            raise ConnectionResetError("Connection reset by peer")
        super().leave(client)


if __name__ == "__main__":
    run(Server())
