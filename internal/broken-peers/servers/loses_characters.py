"""Characters outside ASCII arrive as question marks."""

import json

from chat_server import ChatServer, run


class Server(ChatServer):
    def deliver(self, receiver, line, sender):
        message = json.loads(line)
        super().deliver(receiver, self.line(message["from"], message["to"], message["msg"].encode("ascii", "replace").decode()), sender)


if __name__ == "__main__":
    run(Server())
