"""A small chat client. It joins, has a short conversation, prints each message that arrives, and leaves.

The programs beside it override one step of it. Their arguments are HOST PORT NAME.
"""

import json
import socket
import sys
import threading
import time

TIMEOUT_SECONDS = 20  # Longest wait for the network.
JOIN_SECONDS = 5  # Longest wait for the welcome.


class ChatClient:
    pause_seconds = 0.2  # Time between two messages of the conversation.

    def __init__(self, host, port, name):
        self.address = (host, int(port))
        self.name = name
        self.joined = threading.Event()
        self.ended = threading.Event()
        self.refused = False

    def run(self):
        self.connection = socket.create_connection(self.address, timeout=TIMEOUT_SECONDS)
        try:
            self.start_reading()
            self.send_name()
            self.joined.wait(JOIN_SECONDS)
            for to, text in self.conversation():
                if self.refused or self.ended.is_set():
                    break
                self.send(to, text)
                time.sleep(self.pause_seconds)
            self.leave()
        except OSError as error:
            print(f"The connection is gone: {error}", flush=True)

    def send_name(self):
        self.connection.sendall(f"{self.name}\n".encode())

    def conversation(self):
        """Gives the receiver and the text of each message."""
        for _ in range(2):
            yield "/list", ""
            yield self.name, "hello"
            yield "/time", ""
            yield self.name, "is anybody here?"

    def send(self, to, text):
        self.connection.sendall(self.encode(to, text))

    def encode(self, to, text):
        return json.dumps(self.message(to, text)).encode() + b"\n"

    def message(self, to, text):
        return {"from": {"name": self.name, "ip": "127.0.0.1"}, "to": to, "msg": text}

    def start_reading(self):
        self.reader = threading.Thread(target=self.read_to_end, daemon=True)
        self.reader.start()

    def read_to_end(self):
        try:
            self.read()
        except OSError as error:
            print(f"The connection is gone: {error}", flush=True)
        finally:
            self.joined.set()
            self.ended.set()

    def read(self):
        # A server writes one message on each line, in plain ASCII.
        for line in self.connection.makefile("rb"):
            self.show(line)

    def show(self, line):
        print(line.decode().rstrip(), flush=True)
        # Nobody can be called Guest: the name was refused, and the server closes.
        self.refused = self.refused or json.loads(line)["to"] == "Guest"
        self.joined.set()

    def leave(self):
        """Ends our half of the connection: the answers still arrive, then the server closes."""
        self.connection.shutdown(socket.SHUT_WR)
        self.reader.join(TIMEOUT_SECONDS)
        self.connection.close()


def run(client):
    client(*sys.argv[1:]).run()
