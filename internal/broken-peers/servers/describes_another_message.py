"""/standard shows keys that no message has."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        super().tell(client, to, text.replace("\"msg\": \"...\"", "\"message\": \"...\""))


if __name__ == "__main__":
    run(Server())
