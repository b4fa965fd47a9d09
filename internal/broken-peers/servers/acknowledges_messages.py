"""A message that was delivered is answered."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def deliver(self, receiver, line, sender):
        super().deliver(receiver, line, sender)
        self.tell(sender, sender.name, "Message delivered.")


if __name__ == "__main__":
    run(Server())
