"""Each rejected frame gets two answers."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_rejection(self, client, rejection):
        self.tell(client, client.name, f"\u26d4 Error: {rejection.reason}.")
        super().take_rejection(client, rejection)


if __name__ == "__main__":
    run(Server())
