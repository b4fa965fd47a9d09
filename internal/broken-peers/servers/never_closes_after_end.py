"""After a client has shut down its side the server never closes."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def end_writing(self, client):
        if client.state != "leaving":
            super().end_writing(client)

    def leave(self, client):
        if client.state == "leaving":
            self.watch(client, 0)
        else:
            super().leave(client)


if __name__ == "__main__":
    run(Server())
