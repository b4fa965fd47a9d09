#!/usr/bin/env python3
"""A chat client that takes each recv for one message, the way the first clients of this contract do.

    python3 chat_client.py HOST PORT NAME

Then, one command per line: `TO TEXT`, or `"TO WITH SPACES" TEXT`, or `quit`. In all the rest it is the client of python-framed.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python-framed"))
import chat_client


class WholeReads:
    """Takes each read for one message. What is no UTF-8 is none, and neither is an empty text."""

    def feed(self, chunk):
        try:
            yield chunk.decode()
        except UnicodeDecodeError:
            yield ""


class RecvChat(chat_client.Chat):
    END = b""  # Nothing marks the end of the name: only the server's first answer shows that it was read as a whole.
    READ_BYTES = 1024
    FRAMER = WholeReads


if __name__ == "__main__":
    os._exit(chat_client.main(RecvChat))
