"""Stops for ever some time after the third client has joined: its connections stay open, and nothing comes any more."""

import os
import signal

from chat_server import ChatServer, arguments


class Freezes(ChatServer):
    def __init__(self, seconds):
        super().__init__()
        self.seconds = seconds

    def join(self, client, name):
        super().join(client, name)
        if self.names_given == 3:
            self.later(self.seconds, lambda: os.kill(os.getpid(), signal.SIGSTOP))


options = arguments(("--after", float))
Freezes(options.after).serve(options.port)
