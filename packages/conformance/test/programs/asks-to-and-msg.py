"""A chat client in the style of the first ones of this contract: it asks for the receiver and for the text.

    python3 asks-to-and-msg.py HOST PORT NAME

It sends its name without a line feed, takes each recv for one message, and prints what it gets.
"""

import json
import socket
import sys
import threading

host, port, name = sys.argv[1:]
connection = socket.socket()
connection.connect((host, int(port)))
ip = connection.getsockname()[0]
connection.send(name.encode())


def receive():
    while True:
        data = connection.recv(1024)
        if not data:
            break
        message = json.loads(data.decode())
        print(f"\n[{message['from']['name']}]: {message['msg']}")


threading.Thread(target=receive, daemon=True).start()
while True:
    to = input("To: ")
    if to == "quit":
        break
    text = input("Msg: ")
    connection.send(json.dumps({"from": {"name": name, "ip": ip}, "to": to, "msg": text}).encode())
connection.close()
