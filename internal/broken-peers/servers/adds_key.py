"""Messages have one more key, `time`."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def line(self, sender, to, text):
        return super().line(sender, to, text)[:-2] + b', "time": "12:00"}\n'


if __name__ == "__main__":
    run(Server())
