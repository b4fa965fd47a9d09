"""U+007F is written as \\u007f, so that a text of a valid message grows to six times its size."""

import json

from chat_server import ChatServer, run


class Server(ChatServer):
    def line(self, sender, to, text):
        return json.dumps({"from": sender, "to": to, "msg": text}).encode() + b"\n"


if __name__ == "__main__":
    run(Server())
