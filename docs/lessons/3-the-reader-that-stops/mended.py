"""A small chat server. Its argument is PORT."""

import collections
import contextlib
import json
import queue
import select
import socket
import socketserver
import sys
import threading
import time

users = {}
lock = threading.Lock()


def write_message(sender, to, text):
    message = {"from": sender, "to": to, "msg": text}
    return (json.dumps(message) + "\n").encode()


class Client(socketserver.StreamRequestHandler):
    name = None
    is_gone = False

    def setup(self):
        super().setup()
        # Lines that are not written yet, each with its author; None for those of the server.
        self.queue = queue.Queue(50)
        self.writer = threading.Thread(target=self.write, daemon=True)
        self.writer.start()

    def handle(self):
        self.join(self.rfile.readline().decode().strip())
        for line in self.rfile:
            self.take(json.loads(line))

    def join(self, name):
        with lock:
            others = "Online users: " + ", ".join(users) if users else "You are the first connected user."
            self.name = name
            users[name] = self
        self.tell(
            f"Welcome {name}! Connection established.\n"
            f"Send message to /help for a list of available commands!\n{others}"
        )

    def take(self, message):
        to = message["to"]
        if to == "/time":
            self.tell(time.strftime("Server time: %H:%M:%S"))
        elif to in users:
            sender = {"name": self.name, "ip": self.client_address[0]}
            if not users[to].send(write_message(sender, to, message["msg"]), self):
                self.tell(f"❌ Error: '{to}' can't take more messages right now. Try again later.")
        else:
            self.tell(f"❌ Error: User '{to}' not found.")

    def tell(self, text):
        # Who does not read its own answers waits here, and nobody else does.
        self.queue.put((write_message({"name": "SERVER", "ip": "0.0.0.0"}, self.name, text), None))

    def send(self, line, author):
        """Adds a line to the queue. False when it is full: its author has to know."""
        with lock:
            if self.is_gone:
                return False
            try:
                self.queue.put_nowait((line, author))
            except queue.Full:
                return False
        return True

    def write(self):
        unwritten = []
        try:
            while True:
                line, author = self.queue.get()
                if line is None:
                    return
                unwritten = [author]
                while line:
                    if not select.select([], [self.request], [], 10)[1]:
                        raise TimeoutError("This client has taken nothing for 10 seconds.")
                    line = line[self.request.send(line[:2048]) :]
                unwritten = []
        except (OSError, ValueError):
            self.cut_off(unwritten)

    def cut_off(self, unwritten):
        with lock:
            self.is_gone = True
            users.pop(self.name, None)
            while not self.queue.empty():
                unwritten.append(self.queue.get()[1])
        with contextlib.suppress(OSError):
            self.request.shutdown(socket.SHUT_RDWR)
        for author, count in collections.Counter(unwritten).items():
            if author is not None:
                author.tell(f"❌ Error: {count} of your messages to '{self.name}' may not have arrived.")

    def finish(self):
        with lock:
            users.pop(self.name, None)
        self.queue.put((None, None))
        self.writer.join()
        super().finish()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server(("", int(sys.argv[1])), Client) as server:
    print(f"The server listens on port {server.server_address[1]}", flush=True)
    server.serve_forever()
