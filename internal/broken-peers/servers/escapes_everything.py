"""Every character of a text is written as \\uXXXX, six times its size."""

import json

from chat_server import ChatServer, run


class Server(ChatServer):
    def line(self, sender, to, text):
        units = text.encode("utf-16-be").hex()
        spelled = "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
        return json.dumps({"from": sender, "to": to, "msg": "TEXT"}).replace("TEXT", spelled).encode() + b"\n"


if __name__ == "__main__":
    run(Server())
