"""A small chat server. Its argument is PORT."""

import json
import socketserver
import sys
import threading
import time

users = {}
lock = threading.Lock()


def send(sender, to, receiver, text):
    message = {"from": sender, "to": to, "msg": text}
    receiver.request.sendall((json.dumps(message) + "\n").encode())


class Client(socketserver.BaseRequestHandler):
    name = None

    def handle(self):
        text = ""
        while data := self.request.recv(65536):
            text += data.decode()
            text = self.take_all(text)

    def take_all(self, text):
        """Takes the name and each message that is complete, and returns the rest."""
        if self.name is None:
            if "\n" not in text:
                return text
            name, text = text.split("\n", 1)
            self.join(name.strip())
        while text := text.lstrip():
            try:
                message, end = json.JSONDecoder().raw_decode(text)
            except ValueError:
                break
            text = text[end:]
            with lock:
                self.take(message)
        return text

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
        elif to == "/standard":
            self.tell('JSON STD: \n {"from": {"name": "...", "ip": "..."}, "to": "...", "msg": "..."}')
        elif to in users:
            sender = {"name": self.name, "ip": self.client_address[0]}
            send(sender, to, users[to], message["msg"])
        else:
            self.tell(f"❌ Error: User '{to}' not found.")

    def tell(self, text):
        send({"name": "SERVER", "ip": "0.0.0.0"}, self.name, self, text)

    def finish(self):
        with lock:
            users.pop(self.name, None)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server(("", int(sys.argv[1])), Client) as server:
    print(f"The server listens on port {server.server_address[1]}", flush=True)
    server.serve_forever()
