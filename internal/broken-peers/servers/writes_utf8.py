"""Characters above U+007F are written as UTF-8."""

import json

from chat_server import ChatServer, run


class Server(ChatServer):
    def line(self, sender, to, text):
        return json.dumps({"from": sender, "to": to, "msg": text}, ensure_ascii=False).encode() + b"\n"


if __name__ == "__main__":
    run(Server())
