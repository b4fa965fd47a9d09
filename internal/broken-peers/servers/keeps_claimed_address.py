"""`from.ip` is delivered as its sender wrote it."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def sender(self, client, message):
        return {"name": client.name, "ip": message["from"]["ip"]}


if __name__ == "__main__":
    run(Server())
