"""The messages of the chat, and how they are found in a stream of bytes. It opens no sockets."""

import codecs
import json
import re

MAX_MESSAGE_BYTES = 65_536

# Marks inside an object that matter for its end [C-12].
MARKS = re.compile(rb'["\\{}]')
# White_Space in UTF-8 [C-11].
WHITE_SPACE = re.compile(
    rb"(?:[\t-\r ]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)*"
)
GARBAGE_END = re.compile(rb"[{\n]")
BYTE_ORDER_MARK = codecs.BOM_UTF8

REASONS = {
    "stray-text": 'there is text outside a message. Start each message with "{"',
    "too-large": f"the message has more than {MAX_MESSAGE_BYTES} bytes. Send several shorter ones",
    "invalid-utf8": "the bytes are not UTF-8. Encode your texts as UTF-8",
    "incomplete": "the message is not over. Close each string and each brace",
}


class Rejection:
    """A frame that is no message [C-14]. Its offset is that of the frame's first byte in the connection."""

    def __init__(self, code, offset, reason=None):
        self.code, self.offset, self.reason = code, offset, reason or REASONS[code]
        self.is_fatal = code in ("too-large", "invalid-utf8", "incomplete")


def parse_message(data):
    """Returns the message that the bytes of an object hold [C-3]. Raises ValueError when they hold none."""
    # The value of a number does not matter, and Python refuses to read very long ones.
    no_number = dict.fromkeys(("parse_int", "parse_float", "parse_constant"), lambda digits: None)
    message = json.loads(data.decode(), object_pairs_hook=check_keys, **no_number)
    if not isinstance(message, dict) or message.keys() != {"from", "to", "msg"}:
        raise ValueError('the keys of a message are "from", "to" and "msg"')
    sender = message["from"]
    if not isinstance(sender, dict) or sender.keys() != {"name", "ip"}:
        raise ValueError('"from" is an object with the keys "name" and "ip"')
    for text in (sender["name"], sender["ip"], message["to"], message["msg"]):
        check_text(text)
    return message


def check_keys(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key is there twice")
    return dict(pairs)


def check_text(text):
    if not isinstance(text, str):
        raise ValueError("each value is a string in double quotes")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("a string holds half of a surrogate pair")


def spell(text):
    """Returns a text as a JSON string in ASCII. DEL stays the one byte that it is [C-25]."""
    return '"' + "\x7f".join(json.dumps(part)[1:-1] for part in text.split("\x7f")) + '"'


class FrameReader:
    """Finds the frames in a stream, however it is cut into reads [C-10] to [C-14]. `offset` is that of its next byte."""

    max_bytes = MAX_MESSAGE_BYTES

    def __init__(self, offset=0):
        self.offset = offset
        self.frame = None  # The bytes of the open object.
        self.start = 0  # The offset of its brace.
        self.depth = 0
        self.in_string = False
        self.escaped_at = -1  # The offset of the character that has a backslash before it.
        self.in_garbage = False
        self.partial = b""  # The beginning of a character outside objects and garbage.
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.is_over = False  # After a fatal rejection.

    @property
    def open_offset(self):
        """The offset of the object that is not over, or None."""
        return None if self.frame is None else self.start

    def push(self, data):
        """Returns the messages and the rejections that these bytes complete, in order."""
        frames = []
        valid_bytes, broken_at = self.check_utf8(data)
        data = self.partial + data[:valid_bytes]
        self.offset -= len(self.partial)
        self.partial = b""
        at = 0
        while at < len(data) and not self.is_over:
            if self.frame is not None:
                at = self.read_object(data, at, frames)
            elif self.in_garbage:
                at = self.read_garbage(data, at, frames)
            else:
                at = self.read_between(data, at, frames)
        self.offset += len(data)
        if broken_at is not None and not self.is_over:
            self.reject_broken(broken_at, frames)
        return frames

    def end(self):
        """Returns the rejections that the end of the input brings: one or none."""
        frames = []
        incomplete_bytes = len(self.decoder.getstate()[0])
        if self.is_over:
            return frames
        if self.frame is not None:
            self.reject(frames, "incomplete", self.start)
        elif incomplete_bytes:
            self.reject(frames, "invalid-utf8", self.offset - incomplete_bytes)
        return frames

    def check_utf8(self, data):
        """Returns the number of bytes that may be UTF-8, and the offset of the character that is not, or None."""
        begun = len(self.decoder.getstate()[0])
        try:
            self.decoder.decode(data)
        except UnicodeDecodeError as error:
            is_start = error.reason == "invalid start byte"
            valid_bytes = (error.start if is_start else error.end) - begun
            return valid_bytes, self.offset + error.start - begun
        begun = self.decoder.getstate()[0]
        if len(begun) == 2 and begun[0] == 0xED and begun[1] >= 0xA0:  # A surrogate: Python waits for its third byte.
            return len(data) - 1, self.offset + len(data) - 2
        return len(data), None

    def reject_broken(self, broken_at, frames):
        if self.frame is not None and len(self.frame) == self.max_bytes:
            self.reject(frames, "too-large", self.start)
        else:
            self.reject(frames, "invalid-utf8", broken_at if self.frame is None else self.start)

    def read_between(self, data, at, frames):
        at = WHITE_SPACE.match(data, at).end()
        if at == len(data):
            return at
        if data[at] == ord("{"):
            self.open_object(self.offset + at)
            return at
        rest = data[at : at + 4]
        length = 1 + (rest[0] >= 0xC0) + (rest[0] >= 0xE0) + (rest[0] >= 0xF0)
        if len(rest) < length:
            self.partial = rest
            return len(data)
        if self.offset + at == 0 and rest.startswith(BYTE_ORDER_MARK):
            return at + len(BYTE_ORDER_MARK)
        self.in_garbage = True
        self.reject(frames, "stray-text", self.offset + at)
        return at

    def read_garbage(self, data, at, frames):
        end = GARBAGE_END.search(data, at)
        if end is None:
            return len(data)
        self.in_garbage = False
        return end.start() if end[0] == b"{" else end.end()

    def open_object(self, offset):
        self.frame, self.start, self.depth, self.in_string = bytearray(), offset, 0, False

    def read_object(self, data, at, frames):
        room = self.max_bytes - len(self.frame)
        end = self.find_end(data, at, at + room)
        self.frame += data[at : min(at + room, end or len(data))]
        if end is None and len(data) > at + room:
            self.reject(frames, "too-large", self.start)
        if end is None:
            return len(data)
        frame, self.frame = bytes(self.frame), None
        try:
            frames.append(self.parse(frame))
        except (ValueError, RecursionError) as error:
            self.reject(frames, "not-a-message", self.start, str(error))
        return end

    def find_end(self, data, at, limit):
        """Returns the index behind the brace that ends the object, or None when it is not there yet [C-12]."""
        for found in MARKS.finditer(data, at, limit):
            mark, offset = found[0], self.offset + found.start()
            if self.in_string:
                if offset == self.escaped_at:
                    continue
                if mark == b"\\":
                    self.escaped_at = offset + 1
                elif mark == b'"':
                    self.in_string = False
            elif mark == b'"':
                self.in_string = True
            elif mark == b"{":
                self.depth += 1
            elif mark == b"}":
                self.depth -= 1
                if self.depth == 0:
                    return found.end()
        return None

    def parse(self, frame):
        return parse_message(frame)

    def reject(self, frames, code, offset, reason=None):
        rejection = Rejection(code, offset, reason)
        frames.append(rejection)
        self.is_over = rejection.is_fatal
