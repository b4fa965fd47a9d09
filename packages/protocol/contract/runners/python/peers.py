"""Handshake, names, display and coming back: sections 3, 4, 6 and 7 of ../../CONTRACT.md. It opens no sockets."""

import codecs
import re
import unicodedata

from messages import WHITE_SPACE

MAX_HANDSHAKE_BYTES = 1_024
HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TAKEN = "⛔ Error: Username already in use!"
WORTH_ANOTHER_TRY = ("⛔ Error: Server full: ", "⛔ Error: The server can't check names ")
REMOVED = "⛔ Error: You were disconnected: removed by an operator"


def read_handshake(data, is_over):
    """Returns the outcome of the first bytes of a connection; `is_over` after the quiet time or the end [C-30] to [C-32]."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(data)
    text = text[1:] if text.startswith("\ufeff") else text
    mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    blank = len(text) - len(text.lstrip(WHITE_SPACE))
    blank_bytes = mark + len(text[:blank].encode())
    if blank_bytes > MAX_HANDSHAKE_BYTES:
        return {"refused": "too-long"}
    if text[blank : blank + 1] == "{":
        return {"skipped": True, "offset": blank_bytes}
    if blank == len(text) and not is_over:
        return {"waits": True}
    ends = [at for at in (data.find(b"\n"), data.find(b"{")) if at >= 0]
    end = min(ends, default=len(data))
    if end > MAX_HANDSHAKE_BYTES:
        return {"refused": "too-long"}
    if not ends and not is_over:
        return {"waits": True}
    try:
        name = data[mark:end].decode().strip(WHITE_SPACE)
    except UnicodeDecodeError:
        return {"refused": "not-utf-8"}
    if not is_valid_name(name):
        return {"refused": "name"}
    by_newline = data[end : end + 1] == b"\n"
    return {"name": name, "endedByNewline": by_newline, "offset": end + 1 if by_newline else end}


def is_valid_name(name):
    """Judges a trimmed name. The profile *server* takes Latin-1 alone, without ª, º and ß [C-40] to [C-45]."""
    if not 1 <= len(name) <= 32 or len(name.encode(errors="replace")) > 64:
        return False
    if name != name.strip(WHITE_SPACE) or "  " in name or name[0] in "/@":
        return False
    if fold_name(name) in ("server", "guest", "everyone"):
        return False
    return all(is_name_character(character) for character in name)


def is_name_character(character):
    if character > "\xff" or character in 'ªºß{},"\xad':
        return False
    category = unicodedata.category(character)
    return character == " " or category[0] in "LMPS" or category == "Nd"


def fold_name(name):
    """Two names with the same result are the same name, among those that are valid here [C-44]."""
    lower = [chr(ord(c) + 32) if "A" <= c <= "Z" or ("À" <= c <= "Þ" and c != "×") else c for c in name.strip(WHITE_SPACE)]
    return "".join(lower)


def make_harmless(text):
    """Replaces what acts on a terminal or forges a line of a log [C-80]."""
    return HARMFUL.sub("\ufffd", text)


def comes_back(text, refused, away_seconds):
    """Decides whether a client comes back by itself [C-90] [C-91]."""
    if not refused:
        return text is None or not text.startswith((REMOVED + ".", REMOVED + ": "))
    if text.startswith(TAKEN):
        return away_seconds is not None and away_seconds < 60
    return away_seconds is not None and text.startswith(WORTH_ANOTHER_TRY)
