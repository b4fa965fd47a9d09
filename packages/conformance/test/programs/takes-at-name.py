"""A chat client in the style of the first ones of this contract: a line is `@name text`, or a command such as `/list`.

    python3 takes-at-name.py HOST PORT NAME

It sends its name without a line feed, and skips what one recv does not hold as a whole.
"""

import json
import socket
import sys
import threading

host, port, name = sys.argv[1:]
connection = socket.create_connection((host, int(port)))
ip = connection.getsockname()[0]


def send(to, text):
    message = {"from": {"name": name, "ip": ip}, "to": to, "msg": text}
    connection.sendall(json.dumps(message).encode())


def listen():
    while True:
        try:
            data = connection.recv(4096)
        except OSError:
            break
        if not data:
            print("Disconnected.", flush=True)
            break
        try:
            message = json.loads(data)
            print(f"<{message['from']['name']}> {message['msg']}", flush=True)
        except ValueError:
            print("Could not read a message.", flush=True)


connection.sendall(name.encode())
threading.Thread(target=listen, daemon=True).start()
for line in sys.stdin:
    line = line.strip()
    if line == "/quit":
        break
    if line.startswith("/"):
        command, _, text = line.partition(" ")
        send(command, text)
    elif line.startswith("@"):
        to, _, text = line[1:].partition(" ")
        send(to, text)
    else:
        print("Write @name text, or a command.", flush=True)
connection.close()
