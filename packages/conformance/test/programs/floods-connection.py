"""Connects, gives its name, and then sends messages as fast as it can."""

import json
import socket
import sys

host, port, name = sys.argv[1:]
line = json.dumps({"from": {"name": name, "ip": "127.0.0.1"}, "to": "Bob", "msg": "!"}).encode() + b"\n"
with socket.create_connection((host, int(port))) as connection:
    connection.sendall(name.encode() + b"\n")
    while True:
        connection.sendall(line * 1_000)
