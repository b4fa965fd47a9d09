"""The notice about messages that may not have arrived always says 1."""

import re

from chat_server import ChatServer, run


class Server(ChatServer):
    def tell(self, client, to, text):
        super().tell(client, to, re.sub(r"Error: \d+ of", "Error: 1 of", text))


if __name__ == "__main__":
    run(Server())
