"""Welcomes each client late, and all of them at the same time: it has time for others meanwhile."""

from chat_server import ChatServer, arguments


class Late(ChatServer):
    def __init__(self, seconds):
        super().__init__()
        self.seconds = seconds

    def join(self, client, name):
        self.later(self.seconds, lambda: self.welcome(client, name))


options = arguments(("--delay", float))
Late(options.delay).serve(options.port)
