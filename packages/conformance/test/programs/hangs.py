"""Connects, gives its name, and then does nothing any more, whatever it is asked. No polite signal ends it."""

import signal
import socket
import sys
import time

host, port, name = sys.argv[1:]
signal.signal(signal.SIGTERM, signal.SIG_IGN)
connection = socket.create_connection((host, int(port)))
connection.sendall(name.encode() + b"\n")
while True:
    time.sleep(1_000)
