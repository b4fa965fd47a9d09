"""Answers the first N names. It accepts more connections, and never writes to them."""

from chat_server import ChatServer, arguments


class Mute(ChatServer):
    def __init__(self, answered):
        super().__init__()
        self.answered = answered

    def join(self, client, name):
        if self.names_given <= self.answered:
            super().join(client, name)


options = arguments(("--after", int))
Mute(options.after).serve(options.port)
