"""The answer to a rejected frame does not say where the frame began."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_rejection(self, client, rejection):
        self.tell(client, client.name, f"\u26d4 Error: {rejection.reason}.")
        if rejection.is_fatal:
            self.finish(client)


if __name__ == "__main__":
    run(Server())
