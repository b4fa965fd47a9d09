"""A message in another's name gets no answer."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_message(self, client, message):
        if self.is_own_name(client, message["from"]["name"]):
            super().take_message(client, message)


if __name__ == "__main__":
    run(Server())
