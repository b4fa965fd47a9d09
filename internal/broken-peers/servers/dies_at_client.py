"""The process ends with code 1 when client N gives its name."""

import os

from chat_server import ChatServer, arguments


class DiesAtClient(ChatServer):
    def __init__(self, number):
        super().__init__()
        self.number = number

    def join(self, client, name):
        if self.names_given == self.number:
            os._exit(1)
        super().join(client, name)


options = arguments(("--client", int))
DiesAtClient(options.client).serve(options.port)
