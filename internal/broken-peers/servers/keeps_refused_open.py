"""A refused client is told why, and its connection stays open."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def refuse(self, client, reason):
        self.tell(client, "Guest", f"\u26d4 Error: {reason}")
        client.state = "joining"


if __name__ == "__main__":
    run(Server())
