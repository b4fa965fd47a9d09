"""A name that is in use is refused in other words than those that clients know."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def refuse(self, client, reason):
        super().refuse(client, reason.replace("Username already in use! Try with another name.", "Name vergeben."))


if __name__ == "__main__":
    run(Server())
