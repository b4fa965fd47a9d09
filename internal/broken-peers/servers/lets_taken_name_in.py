"""A name that is in use is given to a second user too, who takes the first one's place in the list of users."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_name(self, client, name):
        self.users.pop(self.fold(name), None)
        super().take_name(client, name)


if __name__ == "__main__":
    run(Server())
