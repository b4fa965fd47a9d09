"""A small chat client, right in all that a client must do. The programs beside it override one step of it.

Its arguments are HOST PORT NAME. It joins, has a short conversation, prints each message that arrives, and leaves. With `-` as a
fourth argument it sends what standard input says, until that ends or says `/quit`: `@Bob hello`, `/list` or `/shout hello`.
"""

import json
import os
import random
import re
import socket
import sys
import threading
import time

from frames import BrokenStreamError, FrameReader

SCALE = float(os.environ.get("TIME_SCALE", "1"))  # Tests shorten the two next waits by this factor.
SILENCE_SECONDS = 20 * SCALE  # After which the server is asked for a sign of life.
SIGN_SECONDS = 10 * SCALE  # Longest wait for that sign.
ANSWER_SECONDS = 10  # Longest wait for the welcome.
LEAVE_SECONDS = 7  # Longest wait for the server to close.
JOIN_SECONDS = 5  # Longest wait before the conversation begins.
MAX_MESSAGE_BYTES = 65_536

REMOVED = "\u26d4 Error: You were disconnected: removed by an operator"
TAKEN = ("\u26d4 Error: Username already in use!", "\u26d4 Error: Username already in!")
WORTH_ANOTHER_TRY = ("\u26d4 Error: Server full: ", "\u26d4 Error: The server can't check names ")
NOTICES = ("Notice: ", "Server is shutting down", "\u26d4 Error: You were disconnected: ")
HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class ChatClient:
    pause_seconds = 0.2  # Time between two messages of the conversation.
    reader_class = FrameReader

    def __init__(self, host, port, name, source=None):
        self.address = (host, int(port))
        self.name = name
        self.takes_input = source == "-"
        self.joined = threading.Event()  # It has been welcomed or refused.
        self.ended = threading.Event()
        self.leaving = threading.Event()
        self.refused = False
        self.reader = None
        self.last_text = None  # From the server.
        self.welcomed_at = None
        self.lost_at = None
        self.tries = 0

    def run(self):
        if "{" in self.name or "\n" in self.name:
            print("A name can't hold a brace or a line feed.", flush=True)
        elif self.takes_input:
            self.chat()
        else:
            self.talk()

    def talk(self):
        """Has the conversation."""
        try:
            self.connect()
            self.start_reading()
            self.send_name()
            self.joined.wait(JOIN_SECONDS)
            for to, text in self.conversation():
                if self.refused or self.ended.is_set():
                    break
                self.send(to, text)
                time.sleep(self.pause_seconds)
            self.leave()
        except OSError as error:
            print(f"The connection is gone: {error}", flush=True)
        if self.reader is not None:
            self.reader.join(LEAVE_SECONDS)  # It may still be printing.

    def chat(self):
        """Sends what standard input says, and comes back when the connection is lost [C-90]."""
        threading.Thread(target=self.read_input, daemon=True).start()
        while True:
            try:
                self.connect()
                self.send_name()
                self.read_to_end()
            except OSError as error:
                print(f"Can't connect: {error}", flush=True)
            if self.leaving.is_set() or not self.comes_back(self.last_text, self.refused, self.away_seconds()):
                return
            self.leaving.wait(self.next_wait())

    def connect(self):
        self.joined.clear()
        self.ended.clear()
        self.refused, self.last_text = False, None
        self.reader_of_frames = self.reader_class()
        self.connection = socket.create_connection(self.address, timeout=ANSWER_SECONDS)

    def send_name(self):
        self.connection.sendall(f"{self.name}\n".encode())

    def conversation(self):
        """Gives the receiver and the text of each message."""
        for _ in range(2):
            yield "/list", ""
            yield self.name, "hello"
            yield "/time", ""
            yield self.name, "is anybody here?"

    def read_input(self):
        for line in sys.stdin:
            if line.strip() == "/quit":
                break
            # A byte that is not UTF-8 would be half of a surrogate pair.
            self.take_line(line.rstrip("\r\n").encode("utf-8", "replace").decode())
        self.leave()

    def take_line(self, line):
        start, _, text = line.partition(" ")
        if line.startswith(("@", "/")):
            self.send_line(start.removeprefix("@"), text)
        elif line:
            print("Write @Bob hello, /list or /shout hello.", flush=True)

    def send_line(self, to, text):
        if not self.joined.is_set() or self.refused or self.ended.is_set():
            print("(not sent: you are not online)", flush=True)
            return
        try:
            self.send(to, text)
        except OSError:
            print("(it may not have arrived: the connection is gone)", flush=True)

    def send(self, to, text):
        data = self.encode(to, text)
        if len(data) > MAX_MESSAGE_BYTES:
            print("(not sent: it is too long)", flush=True)
        else:
            self.connection.sendall(data)

    def encode(self, to, text):
        return json.dumps(self.message(to, text)).encode() + b"\n"

    def message(self, to, text):
        return {"from": {"name": self.name, "ip": "127.0.0.1"}, "to": to, "msg": text}

    def start_reading(self):
        self.reader = threading.Thread(target=self.read_to_end, daemon=True)
        self.reader.start()

    def read_to_end(self):
        try:
            self.read()
        except (OSError, BrokenStreamError, UnicodeDecodeError) as error:
            print(f"The connection is gone: {error}", flush=True)
            self.connection.close()
        finally:
            self.lost_at = self.lost_at if self.lost_at and not self.is_welcomed() else time.monotonic()
            self.joined.set()
            self.ended.set()

    def is_welcomed(self):
        return self.joined.is_set() and not self.refused

    def read(self):
        while data := self.receive():
            for message in self.reader_of_frames.push(data):
                self.take(message)

    def receive(self):
        """Returns the next bytes. After a long silence it asks for the time, and gives up when nothing comes [C-92]."""
        self.connection.settimeout(SILENCE_SECONDS if self.joined.is_set() else ANSWER_SECONDS)
        try:
            return self.connection.recv(65_536)
        except TimeoutError:
            if not self.joined.is_set():
                raise
        self.send("/time", "")
        self.connection.settimeout(SIGN_SECONDS)
        return self.connection.recv(65_536)

    def take(self, message):
        if message["from"]["name"] == "SERVER":
            self.last_text = message["msg"]
            if not self.joined.is_set() and not self.is_notice(message["msg"]):
                self.take_first_answer(message["to"])
        # Who sees the welcome may type at once.
        self.show(message)

    def take_first_answer(self, to):
        """Nobody can be called Guest: then the name was refused, and the server closes. Else it is our name [C-33] [C-34]."""
        self.refused = to == "Guest"
        if not self.refused:
            self.name, self.welcomed_at = to, time.monotonic()
        self.joined.set()

    def is_notice(self, text):
        return text.startswith(NOTICES) or re.match(r"\u274c Error: \d+ of your messages to '", text) is not None

    def show(self, message):
        print(self.harmless(f"[{message['from']['name']} to {message['to']}] {message['msg']}"), flush=True)

    def harmless(self, text):
        """Replaces what acts on a terminal or fakes a line [C-80]."""
        return HARMFUL.sub("\ufffd", text)

    def away_seconds(self):
        """Returns the time since the connection was lost, or None when the client was never online."""
        return None if self.welcomed_at is None else (time.monotonic() - self.lost_at if self.lost_at else 0)

    def comes_back(self, text, refused, away_seconds):
        """Decides after the end of a connection, from the last text of the server [C-90] [C-91]."""
        if away_seconds is None:
            return False
        if not refused:
            return text is None or not text.startswith((f"{REMOVED}.", f"{REMOVED}: "))
        return text.startswith(WORTH_ANOTHER_TRY) or (text.startswith(TAKEN) and away_seconds < 60)

    def next_wait(self):
        """Returns the time before the next try, in seconds. A connection that held for 30 s begins a new count."""
        held = self.is_welcomed() and self.ended.is_set() and time.monotonic() - self.welcomed_at >= 30
        self.tries = 1 if held else self.tries + 1
        return random.uniform(0, min(30, 0.5 * 2 ** (self.tries - 1)))

    def leave(self):
        """Ends our half of the connection: the answers still arrive, then the server closes [C-35]."""
        self.leaving.set()
        try:
            self.connection.shutdown(socket.SHUT_WR)
            if not self.ended.wait(LEAVE_SECONDS):
                self.connection.shutdown(socket.SHUT_RDWR)
        except (OSError, AttributeError):
            pass  # It is not connected.


def run(client):
    client(*sys.argv[1:]).run()


if __name__ == "__main__":
    run(ChatClient)
