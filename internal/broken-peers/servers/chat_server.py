"""A small chat server in one thread. The servers beside it each change one thing for the worse."""

import argparse
import heapq
import itertools
import json
import selectors
import socket
import time

SERVER = {"name": "SERVER", "ip": "0.0.0.0"}
USER_IP = "127.0.0.1"
READ_BYTES = 65536


class Client:
    """One connection; it has a name from the moment in which it gave one."""

    def __init__(self, connection):
        self.connection = connection
        self.name = None
        self.received = b""


class ChatServer:
    """Serves until the process ends. A subclass overrides what it does wrong."""

    def __init__(self):
        self.selector = selectors.DefaultSelector()
        self.users = {}
        self.names_given = 0
        self.timers = []
        self.timer_numbers = itertools.count()

    # Hooks for what is wrong.

    def join(self, client, name):
        """Called when a client has given its name, the first one as number 1 of `names_given`."""
        self.welcome(client, name)

    def deliver(self, receiver, line):
        """Called with each direct message, as the line to write."""
        self.write(receiver, line)

    # The server.

    def serve(self, port):
        listener = socket.create_server(("127.0.0.1", port), backlog=1024)
        listener.setblocking(False)
        self.selector.register(listener, selectors.EVENT_READ, None)
        print(listener.getsockname()[1], flush=True)
        while True:
            for key, _ in self.selector.select(self.time_to_next_timer()):
                if key.data is None:
                    self.accept(listener)
                else:
                    self.read(key.data)
            self.run_timers()

    def later(self, seconds, action):
        heapq.heappush(self.timers, (time.monotonic() + seconds, next(self.timer_numbers), action))

    def time_to_next_timer(self):
        return max(0, self.timers[0][0] - time.monotonic()) if self.timers else None

    def run_timers(self):
        while self.timers and self.timers[0][0] <= time.monotonic():
            heapq.heappop(self.timers)[2]()

    def accept(self, listener):
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector.register(connection, selectors.EVENT_READ, Client(connection))

    def read(self, client):
        try:
            chunk = client.connection.recv(READ_BYTES)
        except ConnectionError:
            chunk = b""
        if not chunk:
            return self.leave(client)
        client.received += chunk
        while b"\n" in client.received:
            line, client.received = client.received.split(b"\n", 1)
            if client.name is None:
                self.take_name(client, line.decode())
            else:
                self.take_message(client, json.loads(line))

    def take_name(self, client, name):
        if name in self.users:
            return self.tell(client, "Guest", "\u26d4 Error: Username already in use! Try with another name.")
        client.name = name
        self.names_given += 1
        self.join(client, name)

    def welcome(self, client, name):
        others = ", ".join(self.users)
        online = f"Online users: {others}" if others else "You are the first connected user."
        self.users[name] = client
        self.tell(
            client,
            name,
            f"Welcome {name}! Connection established.\n"
            f"Send message to /help for a list of available commands!\n{online}",
        )

    def leave(self, client):
        self.selector.unregister(client.connection)
        client.connection.close()
        if self.users.get(client.name) is client:
            del self.users[client.name]

    def take_message(self, client, message):
        to, text = message["to"], message["msg"]
        others = [user for name, user in self.users.items() if name != client.name]
        sender = {"name": client.name, "ip": USER_IP}
        if to == "/time":
            self.tell(client, client.name, time.strftime("Server time: %H:%M:%S"))
        elif to == "/list":
            names = ", ".join(user.name for user in others)
            listed = f"Online users ({len(others)}): {names}" if others else "You are the only active user!"
            self.tell(client, client.name, listed)
        elif to == "/shout":
            for user in others:
                self.write(user, self.line(sender, "Everyone", text))
            self.tell(client, client.name, f"Message sent to {len(others)} users")
        elif to in self.users:
            self.deliver(self.users[to], self.line(sender, to, text))
        else:
            self.tell(client, client.name, f"\u274c Error: User '{to}' not found.")

    def tell(self, client, to, text):
        self.write(client, self.line(SERVER, to, text))

    def line(self, sender, to, text):
        return json.dumps({"from": sender, "to": to, "msg": text}).encode() + b"\n"

    def write(self, client, data):
        try:
            client.connection.sendall(data)
        except OSError:
            pass  # The end of the connection is read next.


def arguments(*options):
    """Reads --port and the options, which are (flag, type) each and required."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    for flag, kind in options:
        parser.add_argument(flag, type=kind, required=True)
    return parser.parse_args()
