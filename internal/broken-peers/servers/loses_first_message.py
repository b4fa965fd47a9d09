"""The message of a client that begins with one is not answered."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_first_message(self, client, frames):
        if frames:
            client.reader = client.first_message
        super().take_first_message(client, frames)


if __name__ == "__main__":
    run(Server())
