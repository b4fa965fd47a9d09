"""A text arrives without what is behind its first 1,000 characters."""

import json

from chat_server import ChatServer, run


class Server(ChatServer):
    def deliver(self, receiver, line, sender):
        message = json.loads(line)
        super().deliver(receiver, self.line(message["from"], message["to"], message["msg"][:1000]), sender)


if __name__ == "__main__":
    run(Server())
