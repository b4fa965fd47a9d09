"""`to` is delivered as its sender wrote it, not as the receiver is called."""

import json

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_direct(self, client, to, message):
        self.written = to
        super().take_direct(client, to, message)

    def deliver(self, receiver, line, sender):
        message = json.loads(line)
        super().deliver(receiver, self.line(message["from"], self.written, message["msg"]), sender)


if __name__ == "__main__":
    run(Server())
