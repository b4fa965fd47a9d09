#!/usr/bin/env python3
"""A chat client that finds the messages in the stream by their braces, however the network cut it, and that stays.

    python3 chat_client.py HOST PORT NAME

Then, one command per line: `TO TEXT`, or `"TO WITH SPACES" TEXT`, or `quit`.
"""

import contextlib
import json
import os
import random
import re
import socket
import sys
import threading
import time

MAX_MESSAGE_BYTES = 262144  # The most that a server may write for one message.
QUIET_SECONDS = 20  # When nothing came for so long, we ask the server for the time.
ANSWER_SECONDS = 10  # When it does not answer for so long, it is dead or out of reach, and we hang up.
FIRST_WAIT_SECONDS = 0.5  # Before we try again: at most 0.5 s, 1 s, 2 s ...
LONGEST_WAIT_SECONDS = 30  # ... and never longer than this.
NAME_HELD_SECONDS = 60  # A lost connection may hold our name for so long.
DISMISSED = "⛔ Error: You were disconnected: removed by an operator"  # A client does not come back after this,
TEMPORARY = "⛔ Error: Server full", "⛔ Error: The server can't check names"  # but after these it may.
# These answer nothing, and may come before the welcome.
NOTICE = re.compile("Notice: |Server is shutting down$|❌ Error: [0-9]+ of your messages |⛔ Error: You were disconnected: ")

JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
# What could move the cursor, forge a line or turn the text around in a terminal.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def encode(name, ip, to, text):
    return json.dumps({"from": {"name": name, "ip": ip}, "to": to, "msg": text}).encode()


class Framer:
    """Cuts the stream into JSON objects, and raises ValueError when nobody could read on.

    It works on bytes: in UTF-8 no byte of a longer character looks like a brace, a quotation mark or a backslash.
    """

    def __init__(self):
        self._frame = bytearray()
        self._depth = 0
        self._in_string = False
        self._escaped = False

    def feed(self, chunk):
        """Yields the text of each object that the chunk completes."""
        for byte in chunk:
            if self._depth == 0 and byte < 0x80:
                self._take()  # Text between two objects has no meaning, but it has to be UTF-8 as well.
                if byte != ord("{"):
                    continue
            if len(self._frame) == MAX_MESSAGE_BYTES:
                raise ValueError("A message is longer than any server may write.")
            self._frame.append(byte)
            if self._escaped:
                self._escaped = False
            elif byte == ord("\\"):
                self._escaped = self._in_string
            elif byte == ord('"'):
                self._in_string = not self._in_string
            elif byte == ord("{") and not self._in_string:
                self._depth += 1
            elif byte == ord("}") and not self._in_string:
                self._depth -= 1
                if self._depth == 0:
                    yield self._take()

    def _take(self):
        text, self._frame = self._frame.decode(), bytearray()
        return text


def decode(data):
    """Returns the sender, the receiver and the text, or None when the object is not a message."""
    try:
        message = json.loads(data)
        fields = message["from"]["name"], message["to"], message["msg"], message["from"]["ip"]
        "".join(fields).encode()  # Fails when one is no string, or holds half of a character.
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    # Five keys and four values: one more string is an unknown key, or one that is there twice.
    return fields[:3] if len(JSON_STRING.findall(data)) == 9 else None


def make_visible(text):
    return UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def parse_command(line):
    """Splits a line into the receiver and the text. No username holds a quotation mark, so quotes need no escapes."""
    to, _, text = line[1:].partition('"') if line.startswith('"') else line.partition(" ")
    return to, text.strip()


class Chat:
    """A user who stays in the chat, over one connection after another."""

    END = b"\n"  # Comes behind the name and behind each message.
    READ_BYTES = 65536
    FRAMER = Framer

    def __init__(self, host, port, name):
        self.host, self.port, self.name = host, port, name
        self.connection = None  # The last one that was accepted: commands go there.
        self.state = ""  # Of the newest: then "accepted" or "refused", or "dismissed" by the operator.
        self.is_leaving = False
        self.probes = 0  # Our own questions for the time, whose answers are not shown.
        self.writing = threading.Lock()  # Two threads write, and a message must not get into the middle of another.

    def run(self):
        """Returns the exit code."""
        wait, lost_at = FIRST_WAIT_SECONDS, None
        while True:
            started_at = time.monotonic()
            problem = self.converse()
            if self.is_leaving:
                return 1 if problem else 0
            print(problem or "The server closed the connection.", file=sys.stderr)
            now = time.monotonic()
            if self.state == "accepted":
                lost_at = now
                wait = FIRST_WAIT_SECONDS if now - started_at > LONGEST_WAIT_SECONDS else wait
            # A name in use right after a loss is our own. At the first connection it is somebody else's.
            is_held = lost_at is not None and now - lost_at < NAME_HELD_SECONDS
            if lost_at is None or self.state == "dismissed" or (self.state == "refused" and not is_held):
                return 1
            pause = random.uniform(0, wait)  # At random, so that a whole class does not come back at once.
            print(f"Trying again in {pause:.1f} s.", file=sys.stderr)
            time.sleep(pause)
            wait = min(2 * wait, LONGEST_WAIT_SECONDS)

    def converse(self):
        """Shows what arrives until the server closes. Returns what went wrong, or None."""
        self.state, self.probes, framer = "", 0, self.FRAMER()
        try:
            with socket.create_connection((self.host, int(self.port)), ANSWER_SECONDS) as connection:
                connection.sendall(self.name.encode() + self.END)
                while chunk := self.receive(connection):
                    for text in framer.feed(chunk):
                        self.take(decode(text), connection)
        except (OSError, ValueError, OverflowError) as error:
            return f"No chat with {self.host}:{self.port}: {error}"

    def receive(self, connection):  # A silent server is asked for a sign of life.
        connection.settimeout(QUIET_SECONDS)
        try:
            return connection.recv(self.READ_BYTES)
        except socket.timeout:
            if self.is_leaving or self.state != "accepted":
                raise
            self.probes += 1
            self.send("/time", "")
            connection.settimeout(ANSWER_SECONDS)
            return connection.recv(self.READ_BYTES)

    def take(self, message, connection):
        if message is None:
            return print("(Skipped an object that is no message.)", file=sys.stderr)
        sender, to, text = message
        if sender == "SERVER" and text.startswith("Server time: ") and self.probes > 0:
            self.probes -= 1
            return
        print(make_visible(f"{sender} -> {to}: {text}"), flush=True)
        if sender == "SERVER" and NOTICE.match(text):
            self.state = "dismissed" if text.startswith(DISMISSED) else self.state
        elif sender == "SERVER" and to == "Guest":  # Nobody can be called Guest: the server has refused us.
            self.state = "busy" if text.startswith(TEMPORARY) else "refused"
        elif self.state == "":
            is_first, self.connection, self.state = self.connection is None, connection, "accepted"
            if is_first:
                threading.Thread(target=self.read_commands, daemon=True).start()

    def send(self, to, text):
        try:
            with self.writing:
                ip = self.connection.getsockname()[0]
                self.connection.sendall(encode(self.name, ip, to, text) + self.END)
        except OSError:
            print("(Not connected: this was not sent.)", file=sys.stderr)
            with contextlib.suppress(OSError):  # Half of a message may be written, and nothing can follow that.
                self.connection.shutdown(socket.SHUT_RDWR)

    def read_commands(self):
        print("Write TO TEXT (TO is a name, or /list, /time, /help, /shout), or quit.", file=sys.stderr)
        for line in map(str.strip, sys.stdin):
            if line == "quit":
                break
            if line:
                self.send(*parse_command(line))
        self.is_leaving = True
        try:
            self.connection.shutdown(socket.SHUT_WR)  # Closes our half only: answers can still arrive.
        except OSError:
            os._exit(1)


def main(chat=Chat):
    if len(sys.argv) != 4 or not sys.argv[3]:
        print("Usage: python3 chat_client.py HOST PORT NAME   (the usual port is 65432)", file=sys.stderr)
        return 2
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return chat(*sys.argv[1:]).run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    os._exit(main())  # Not sys.exit: the other thread may be waiting for a line, and nothing gentler interrupts that.
