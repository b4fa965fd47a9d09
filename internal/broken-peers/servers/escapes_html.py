"""`<` arrives as `&lt;`."""

import html
import json

from chat_server import ChatServer, run


class Server(ChatServer):
    def deliver(self, receiver, line, sender):
        message = json.loads(line)
        super().deliver(receiver, self.line(message["from"], message["to"], html.escape(message["msg"], quote=False)), sender)


if __name__ == "__main__":
    run(Server())
