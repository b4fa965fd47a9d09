"""Counts the messages that arrive at a client which takes each recv for one message, as the first clients did.

    python3 recv-client.py PORT NAME LINES

Prints `ready` once it is greeted, and how many messages it could decode once it has received that many lines: TCP loses
nothing, so every line comes, whether a recv held exactly one or not.
"""

import json
import socket
import sys

READ_BYTES = 1024


def is_message(data):
    try:
        return "msg" in json.loads(data.decode())
    except ValueError:
        return False


port, name, lines = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
    connection.sendall(name.encode())
    connection.recv(READ_BYTES)
    print("ready", flush=True)
    decoded = 0
    while lines > 0:
        data = connection.recv(READ_BYTES)
        if not data:
            sys.exit("The server has closed.")
        lines -= data.count(b"\n")
        decoded += is_message(data)
print(decoded)
