"""An object that is not over at the end of the input gets no answer."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_end(self, client):
        if client.state == "online":
            client.reader.is_over = True
        super().take_end(client)


if __name__ == "__main__":
    run(Server())
