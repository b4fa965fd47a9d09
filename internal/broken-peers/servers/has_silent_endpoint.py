"""/help lists an endpoint `/dice` that gives no answer."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        super().tell(client, to, text.replace("/help, /shout", "/help, /shout, /dice"))

    def answer_unknown(self, client, to):
        if to != "/dice":
            super().answer_unknown(client, to)


if __name__ == "__main__":
    run(Server())
