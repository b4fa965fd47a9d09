"""A direct message reaches everybody."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def deliver(self, receiver, line, sender):
        for user in list(self.users.values()):
            super().deliver(user, line, sender)


if __name__ == "__main__":
    run(Server())
