"""Finds the messages of the server in a stream of bytes. It opens no sockets."""

import codecs
import json
import re

MAX_MESSAGE_BYTES = 262_144
# Marks that matter for the end of an object.
MARKS = re.compile(r'["\\{}]')


class BrokenStreamError(Exception):
    """The stream can't be read on."""


class FrameReader:
    """Takes bytes as they come. What is no message is skipped."""

    max_bytes = MAX_MESSAGE_BYTES

    def __init__(self):
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.text = ""  # Not read yet: it begins with the open object, if there is one.
        self.start_over()

    def start_over(self):
        self.at, self.start, self.depth, self.in_string, self.escaped_at = 0, 0, 0, False, -1

    def push(self, data):
        """Returns the messages that the bytes complete. Raises BrokenStreamError or UnicodeDecodeError when there is no going on."""
        self.text += self.decoder.decode(data)
        messages = []
        while (end := self.find_end()) is not None:
            frame, self.text = self.text[self.start : end], self.text[end:]
            self.start_over()
            self.check_size(frame)
            messages += self.decode(frame)
        self.check_size(self.text[self.start :])
        return messages

    def check_size(self, frame):
        if len(frame) > self.max_bytes or (len(frame) * 4 > self.max_bytes and len(frame.encode()) > self.max_bytes):
            raise BrokenStreamError("a message of the server is too large")

    def find_end(self):
        """Returns the index behind the brace that ends the object, or None when it is not there yet."""
        for found in MARKS.finditer(self.text, self.at):
            mark, at = found[0], found.start()
            if self.depth == 0:
                if mark == "{":
                    self.start, self.depth = at, 1
            elif self.in_string:
                self.take_mark_in_string(mark, at)
            elif mark == '"':
                self.in_string = True
            elif mark in "{}":
                self.depth += 1 if mark == "{" else -1
                if self.depth == 0:
                    return at + 1
        self.at = len(self.text)
        if self.depth == 0:
            self.text, self.at, self.start = "", 0, 0
        return None

    def take_mark_in_string(self, mark, at):
        if at == self.escaped_at:
            return
        if mark == "\\":
            self.escaped_at = at + 1
        elif mark == '"':
            self.in_string = False

    def decode(self, frame):
        """Returns a list with the message, or without one."""
        try:
            message = json.loads(frame)
            texts = [message["from"]["name"], message["from"]["ip"], message["to"], message["msg"]]
        except (ValueError, KeyError, TypeError, RecursionError):
            return []
        return [message] if all(isinstance(text, str) for text in texts) else []
