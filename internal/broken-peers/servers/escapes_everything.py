"""Every character of a text is written as \\uXXXX, six times its size."""

import json

from chat_server import ChatServer, run


class Server(ChatServer):
    def line(self, sender, to, text):
        spelled = "".join(f"\\u{ord(character):04x}" for character in text if character <= "\uffff")
        return json.dumps({"from": sender, "to": to, "msg": "TEXT"}).replace("TEXT", spelled).encode() + b"\n"


if __name__ == "__main__":
    run(Server())
