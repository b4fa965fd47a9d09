"""A refusal is addressed to the name, so that it looks like a welcome."""

from chat_server import ChatServer, run


class Server(ChatServer):
    wanted = "Guest"

    def take_name(self, client, name):
        self.wanted = name
        super().take_name(client, name)

    def refuse(self, client, reason):
        self.tell(client, self.wanted, f"\u26d4 Error: {reason}")
        self.finish(client)


if __name__ == "__main__":
    run(Server())
