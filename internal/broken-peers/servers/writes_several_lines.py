"""A message is written on several lines."""

import json

from chat_server import ChatServer, run


class Server(ChatServer):
    def line(self, sender, to, text):
        return json.dumps(json.loads(super().line(sender, to, text)), indent=2).encode() + b"\n"


if __name__ == "__main__":
    run(Server())
