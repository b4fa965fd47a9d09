"""What a client sent right before it shut down its side is not answered."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_end(self, client):
        self.leave(client)

    def take_stream(self, client, data):
        self.later(0.05, lambda: client.state == "online" and super(Server, self).take_stream(client, data))


if __name__ == "__main__":
    run(Server())
