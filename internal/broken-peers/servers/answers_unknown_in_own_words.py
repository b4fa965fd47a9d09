"""An unknown endpoint is answered in other words."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        super().tell(client, to, text.replace(" Send a message to /help for the list.", " Try /help."))


if __name__ == "__main__":
    run(Server())
