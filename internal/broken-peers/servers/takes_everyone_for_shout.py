"""A message to Everyone is shouted."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_direct(self, client, to, message):
        if to == "Everyone":
            return self.answer_shout(client, message)
        super().take_direct(client, to, message)


if __name__ == "__main__":
    run(Server())
