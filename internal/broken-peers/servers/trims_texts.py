"""White space around a text is lost."""

import json

from chat_server import ChatServer, run


class Server(ChatServer):
    def deliver(self, receiver, line, sender):
        message = json.loads(line)
        super().deliver(receiver, self.line(message["from"], message["to"], message["msg"].strip()), sender)


if __name__ == "__main__":
    run(Server())
