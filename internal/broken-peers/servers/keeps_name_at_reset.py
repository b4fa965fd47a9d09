"""The name of a client whose connection was reset stays taken."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def leave(self, client):
        name, is_online = client.name, client.state == "online"
        super().leave(client)
        if is_online:
            self.users[self.fold(name)] = client

    def write(self, client, line, sender=None):
        if client.state != "gone":
            super().write(client, line, sender)


if __name__ == "__main__":
    run(Server())
