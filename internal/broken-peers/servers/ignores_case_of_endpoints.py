"""`/LIST` is answered like `/list`."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_request(self, client, to, message):
        super().take_request(client, to.lower(), message)


if __name__ == "__main__":
    run(Server())
