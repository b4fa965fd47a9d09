"""A message to somebody who is not online gets no answer."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_direct(self, client, to, message):
        if self.find_user(to):
            super().take_direct(client, to, message)


if __name__ == "__main__":
    run(Server())
