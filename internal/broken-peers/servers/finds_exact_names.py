"""A message to `bob` does not reach Bob."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_direct(self, client, to, message):
        user = self.find_user(to)
        if user and user.name != to:
            return self.tell(client, client.name, f"\u274c Error: User '{self.cut(to)}' not found.")
        super().take_direct(client, to, message)


if __name__ == "__main__":
    run(Server())
