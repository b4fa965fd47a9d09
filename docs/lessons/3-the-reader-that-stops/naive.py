"""A small chat server. Its argument is PORT."""

import json
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
            users[to].send(write_message(sender, to, message["msg"]))
        else:
            self.tell(f"❌ Error: User '{to}' not found.")

    def tell(self, text):
        self.send(write_message({"name": "SERVER", "ip": "0.0.0.0"}, self.name, text))

    def send(self, line):
        with lock:
            self.request.sendall(line)

    def finish(self):
        with lock:
            users.pop(self.name, None)
        super().finish()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server(("", int(sys.argv[1])), Client) as server:
    print(f"The server listens on port {server.server_address[1]}", flush=True)
    server.serve_forever()
