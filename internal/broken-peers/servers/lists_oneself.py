"""/list counts and names the asker too."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def answer_list(self, client, message):
        self.tell(client, client.name, f"Online users ({len(self.users)}): " + ", ".join(user.name for user in self.users.values()))


if __name__ == "__main__":
    run(Server())
