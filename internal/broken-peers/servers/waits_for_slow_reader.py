"""A client that does not read holds up everybody."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def flush(self, client):
        if client.state == "gone":
            return
        client.connection.setblocking(True)
        super().flush(client)
        if client.state != "gone":
            client.connection.setblocking(False)


if __name__ == "__main__":
    run(Server())
