#!/usr/bin/env python3
"""A chat client that takes each recv for one message, the way the first clients of this contract do.

    python3 chat_client.py HOST PORT NAME

Then, one command per line: `TO TEXT`, or `"TO WITH SPACES" TEXT`, or `quit`.
"""

import json
import os
import re
import socket
import sys
import threading

READ_BYTES = 1024
LEAVING_SECONDS = 10  # The server answers what was sent before we left within 5 s, then closes.

# What could move the cursor, forge a line or turn the text around in a terminal.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def encode(name, ip, to, text):
    return json.dumps({"from": {"name": name, "ip": ip}, "to": to, "msg": text}).encode()


def decode(data):
    """Gives the sender, the receiver and the text, or None when the bytes are not exactly one message."""
    try:
        message = json.loads(data.decode())
        fields = message["from"]["name"], message["to"], message["msg"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return fields if all(isinstance(field, str) for field in fields) else None


def make_visible(text):
    return UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def parse_command(line):
    """Splits a line into the receiver and the text. No username holds a quotation mark, so quotes need no escapes."""
    to, _, text = line[1:].partition('"') if line.startswith('"') else line.partition(" ")
    return to, text.strip()


def receive(connection, greeted, leaving):
    """Shows what arrives until the server closes, and ends the program when it wasn't us who left."""
    refused = False
    try:
        while data := connection.recv(READ_BYTES):
            greeted.set()
            message = decode(data)
            if message is None:
                print(f"(Skipped {len(data)} bytes that are not one whole message.)", file=sys.stderr)
                continue
            sender, to, text = message
            print(make_visible(f"{sender} -> {to}: {text}"), flush=True)
            # Nobody can be called Guest: only who was given no name is addressed so.
            refused = refused or (sender == "SERVER" and to == "Guest")
        lost = not leaving.is_set()
    except OSError:
        lost = True
    if lost and not refused:
        print("The server is gone.", file=sys.stderr)
    if lost or refused:
        os._exit(1)  # The main thread may be waiting for a line, and nothing gentler interrupts that.


def main():
    if len(sys.argv) != 4 or not sys.argv[3]:
        print("Usage: python3 chat_client.py HOST PORT NAME   (the usual port is 65432)", file=sys.stderr)
        return 2
    host, port, name = sys.argv[1:]
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")

    try:
        connection = socket.create_connection((host, int(port)))
        connection.sendall(name.encode())
    except (OSError, ValueError, OverflowError) as error:
        print(f"Can't connect to {host}:{port}: {error}", file=sys.stderr)
        return 1
    ip = connection.getsockname()[0]
    greeted, leaving = threading.Event(), threading.Event()
    reader = threading.Thread(target=receive, args=(connection, greeted, leaving), daemon=True)
    reader.start()
    greeted.wait()  # Nothing marks the end of the name: that the server speaks is the sign that it was read as a whole.
    print("Write TO TEXT (TO is a name, or /list, /time, /help, /shout), or quit.", file=sys.stderr)

    try:
        for line in map(str.strip, sys.stdin):
            if line == "quit":
                break
            if line:
                connection.sendall(encode(name, ip, *parse_command(line)))
        # Closes our half only: the answers to what we sent can still arrive.
        leaving.set()
        connection.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # The reader meets the same end and tells about it.
    reader.join(LEAVING_SECONDS)
    return 1 if reader.is_alive() else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
