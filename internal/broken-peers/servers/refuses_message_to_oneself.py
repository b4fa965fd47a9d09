"""A message to oneself is not delivered."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_direct(self, client, to, message):
        if self.find_user(to) is client:
            return self.tell(client, client.name, f"\u274c Error: User '{self.cut(to)}' not found.")
        super().take_direct(client, to, message)


if __name__ == "__main__":
    run(Server())
