"""A message is delivered in the name that its sender claims."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def is_own_name(self, client, name):
        return True

    def sender(self, client, message):
        return {"name": message["from"]["name"], "ip": client.ip}


if __name__ == "__main__":
    run(Server())
