"""A name without newline that the end of the input follows gets no answer."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_end(self, client):
        if client.state == "handshake":
            return self.leave(client)
        super().take_end(client)


if __name__ == "__main__":
    run(Server())
