"""The answer to a shout counts the sender too."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        super().tell(client, to, f"Message sent to {len(self.users)} users" if text.startswith("Message sent to ") else text)


if __name__ == "__main__":
    run(Server())
