"""The welcome lists the newcomer among the users online."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def welcome(self, client, name):
        self.users[self.fold(name)] = client
        super().welcome(client, name)

    def others(self, client):
        return list(self.users.values()) if client.state == "joining" else super().others(client)


if __name__ == "__main__":
    run(Server())
