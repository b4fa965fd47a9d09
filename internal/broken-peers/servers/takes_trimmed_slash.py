"""A `to` that begins with a space and a slash is taken for an endpoint."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_direct(self, client, to, message):
        if to.strip().startswith("/"):
            return self.take_request(client, to.strip(), message)
        super().take_direct(client, to, message)


if __name__ == "__main__":
    run(Server())
