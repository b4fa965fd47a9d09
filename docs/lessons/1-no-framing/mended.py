"""A small chat client. Its arguments are HOST PORT NAME; then write lines such as: Bob hello"""

import json
import socket
import sys
import threading

host, port, name = sys.argv[1:]
connection = socket.create_connection((host, int(port)))
connection.sendall(f"{name}\n".encode())


def type_messages():
    for line in sys.stdin:
        to, _, text = line.strip().partition(" ")
        message = {"from": {"name": name, "ip": ""}, "to": to, "msg": text}
        connection.sendall((json.dumps(message) + "\n").encode())
    connection.shutdown(socket.SHUT_WR)


def show(message):
    print(f"{message['from']['name']!r} to {message['to']!r}: {message['msg']!r}", flush=True)


def receive():
    for line in connection.makefile(encoding="utf-8", newline="\n"):
        show(json.loads(line))


threading.Thread(target=type_messages, daemon=True).start()
receive()
