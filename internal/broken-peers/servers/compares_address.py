"""A message whose `from.ip` is not the sender's address is refused."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_message(self, client, message):
        if message["from"]["ip"] != client.ip:
            return self.tell(client, client.name, "\u26d4 Error: This is not your address.")
        super().take_message(client, message)


if __name__ == "__main__":
    run(Server())
