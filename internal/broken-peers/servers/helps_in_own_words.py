"""The answer to /help has other words."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        super().tell(client, to, text.replace("Available commands:", "Comandi disponibili:"))


if __name__ == "__main__":
    run(Server())
