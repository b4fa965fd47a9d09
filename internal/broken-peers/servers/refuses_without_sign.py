"""A refusal does not start with `⛔ Error: `."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def refuse(self, client, reason):
        self.tell(client, "Guest", f"Error: {reason}")
        self.finish(client)


if __name__ == "__main__":
    run(Server())
