"""Who joined without a newline is told who else joins, by a text that is no notice."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def welcome(self, client, name):
        others = [user for user in self.users.values() if not user.is_framed]
        super().welcome(client, name)
        if client.state == "online":
            for user in others:
                self.tell(user, user.name, f"{client.name} has joined the chat.")


if __name__ == "__main__":
    run(Server())
