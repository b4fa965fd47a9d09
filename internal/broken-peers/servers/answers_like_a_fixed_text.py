"""The server's own endpoint `/dice` answers like the text about a user who is not online."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        super().tell(client, to, text.replace("/help, /shout", "/help, /shout, /dice"))

    def answer_unknown(self, client, to):
        if to == "/dice":
            return self.tell(client, client.name, "\u274c Error: User 'six' not found.")
        super().answer_unknown(client, to)


if __name__ == "__main__":
    run(Server())
