"""The answer to /list has no number."""

import re

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        super().tell(client, to, re.sub(r"^Online users \(\d+\)", "Online users", text))


if __name__ == "__main__":
    run(Server())
