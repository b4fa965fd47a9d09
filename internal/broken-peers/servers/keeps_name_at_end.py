"""The name of a client that has shut down its side stays taken for 30 s."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def free_name(self, client):
        if client.state == "leaving":
            self.later(30, lambda: super(Server, self).free_name(client))
        else:
            super().free_name(client)


if __name__ == "__main__":
    run(Server())
