"""A server that sends messages to everyone who connects, as fast as it can."""

import json
import socketserver
import sys


class Flood(socketserver.BaseRequestHandler):
    def handle(self):
        message = {"from": {"name": "SERVER", "ip": "0.0.0.0"}, "to": "you", "msg": "!"}
        try:
            while True:
                self.request.sendall((json.dumps(message) + "\n").encode() * 1_000)
        except OSError:
            pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


Server(("127.0.0.1", int(sys.argv[1])), Flood).serve_forever()
