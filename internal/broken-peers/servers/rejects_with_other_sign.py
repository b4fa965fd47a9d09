"""The answer to a rejected frame starts with `❌ Error: `."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_rejection(self, client, rejection):
        self.tell(client, client.name, f"\u274c Error: At byte {rejection.offset}: {rejection.reason}.")
        if rejection.is_fatal:
            self.finish(client)


if __name__ == "__main__":
    run(Server())
