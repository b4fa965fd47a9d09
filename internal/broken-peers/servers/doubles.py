"""Delivers every Nth direct message twice."""

from chat_server import ChatServer, arguments


class Doubles(ChatServer):
    def __init__(self, one_in):
        super().__init__()
        self.one_in = one_in
        self.delivered = 0

    def deliver(self, receiver, line, sender):
        self.delivered += 1
        super().deliver(receiver, line * 2 if self.delivered % self.one_in == 0 else line, sender)


options = arguments(("--one-in", int))
Doubles(options.one_in).serve(options.port)
