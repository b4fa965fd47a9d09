"""A client that begins with a message is refused."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_first_message(self, client, frames):
        self.refuse(client, "Send your name first.")


if __name__ == "__main__":
    run(Server())
