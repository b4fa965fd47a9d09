"""Messages and framing of the chat contract, sections 1 and 2 of ../../CONTRACT.md. It opens no sockets."""

import codecs
import json

WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
MAX_MESSAGE_BYTES = 65_536


def is_well_formed(text):
    return not any("\ud800" <= character <= "\udfff" for character in text)


def create_json_msg(name, ip, to, msg):
    """Returns a message as one line of ASCII without a newline [C-5]."""
    if not all(map(is_well_formed, (name, ip, to, msg))):
        raise ValueError("half of a surrogate pair")
    return json.dumps({"from": {"name": name, "ip": ip}, "to": to, "msg": msg})


def decode_json_msg(data):
    """Returns the message, or None for everything else [C-3] [C-5]."""
    try:
        # What is no string becomes None: Python refuses to read very long numbers.
        no_number = dict.fromkeys(("parse_int", "parse_float", "parse_constant"), lambda text: None)
        message = json.loads(data.decode("utf-8"), object_pairs_hook=unique_keys, **no_number)
        if message.keys() != {"from", "to", "msg"} or message["from"].keys() != {"name", "ip"}:
            return None
    except (ValueError, AttributeError, RecursionError):
        return None
    texts = (*message["from"].values(), message["to"], message["msg"])
    return message if all(isinstance(text, str) and is_well_formed(text) for text in texts) else None


def unique_keys(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key is there twice")
    return dict(pairs)


class MessageReader:
    """Takes bytes as they come, and finds the frames in them [C-10] to [C-14]."""

    def __init__(self, max_message_bytes=MAX_MESSAGE_BYTES):
        self.items, self.max_bytes, self.is_over = [], max_message_bytes, False
        self.offset, self.start, self.frame = 0, 0, bytearray()
        self.state, self.depth, self.in_string, self.is_escaped = "between", 0, False, False
        self.decoder = codecs.getincrementaldecoder("utf-8")()

    def push(self, data):
        for byte in data:
            if not self.is_over:
                self.accept(byte)
            self.offset += 1

    def end(self):
        """Returns the rejection that the end of the input brings, or None."""
        if self.is_over or (self.state != "object" and self.decoder.getstate()[0] == b""):
            return None
        is_object = self.state == "object"
        start = self.start if is_object else self.offset - len(self.decoder.getstate()[0])
        return rejection("incomplete" if is_object else "invalid-utf8", start, True)

    def reject(self, code, offset, is_fatal=False):
        self.items.append(rejection(code, offset, is_fatal))
        self.is_over = is_fatal

    def accept(self, byte):
        is_object = self.state == "object"
        if is_object and len(self.frame) == self.max_bytes:
            return self.reject("too-large", self.start, True)
        begun = self.offset - len(self.decoder.getstate()[0])
        try:
            character = self.decoder.decode(bytes([byte]))
        except UnicodeDecodeError:
            return self.reject("invalid-utf8", self.start if is_object else begun, True)
        if is_object:
            self.accept_inside(byte)
        elif character == "{":
            self.state, self.start, self.depth, self.frame = "object", self.offset, 1, bytearray(b"{")
        elif character and self.state == "garbage":
            self.state = "between" if character == "\n" else "garbage"
        elif character and character not in WHITE_SPACE and not (character == "\ufeff" and begun == 0):
            self.state = "garbage"
            self.reject("stray-text", begun)

    def accept_inside(self, byte):
        self.frame.append(byte)
        if self.in_string:
            if self.is_escaped or byte == ord("\\"):
                self.is_escaped = not self.is_escaped
            elif byte == ord('"'):
                self.in_string = False
        elif byte == ord('"'):
            self.in_string = True
        elif byte in b"{}":
            self.depth += 1 if byte == ord("{") else -1
            if self.depth == 0:
                self.finish_object()

    def finish_object(self):
        self.state = "between"
        message = decode_json_msg(bytes(self.frame))
        if message is None:
            self.reject("not-a-message", self.start)
        else:
            self.items.append({"message": message, "offset": self.start})


def rejection(code, offset, is_fatal):
    return {"rejected": code, "offset": offset, "isFatal": is_fatal}
