"""A shout shows each receiver's name as `to`, so that it looks like a direct message."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def shout_to(self, user, line, sender):
        super().shout_to(user, line.replace(b'"Everyone"', f'"{user.name}"'.encode()), sender)


if __name__ == "__main__":
    run(Server())
