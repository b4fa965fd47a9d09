"""The names of users, and the first bytes of a connection, which hold one. A server without tables of Unicode takes Latin-1 alone."""

import codecs
import unicodedata

WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
MAX_CHARACTERS = 32
MAX_NAME_BYTES = 64
MAX_HANDSHAKE_BYTES = 1_024
RESERVED = ("server", "guest", "everyone")


def trim(name):
    return name.strip(WHITE_SPACE)


def fold(name):
    """Two names with the same result are the same name [C-44]."""
    return "".join(chr(ord(c) + 32) if is_capital(c) else c for c in trim(name))


def is_capital(character):
    return "A" <= character <= "Z" or ("À" <= character <= "Þ" and character != "×")


def find_name_problem(name):
    """Returns the reason why a trimmed name is refused, or None [C-40] to [C-43], [C-45]."""
    if not name:
        return "Your name is empty. Send a name and a newline."
    if len(name) > MAX_CHARACTERS or len(name.encode(errors="replace")) > MAX_NAME_BYTES:
        return f"A name has at most {MAX_CHARACTERS} characters and {MAX_NAME_BYTES} bytes."
    if name[0] in "/@":
        return 'A name does not start with "/" or "@".'
    if name != trim(name) or "  " in name:
        return "A name has single spaces only, and none around it."
    for character in name:
        if not is_name_character(character):
            return f"A name can't hold U+{ord(character):04X}. Letters, digits, signs and spaces are allowed."
    if fold(name) in RESERVED:
        return "This name is reserved. Try another name."
    return None


def is_name_character(character):
    if character > "\xff" or character in '{},"ªºß\xad':
        return False
    return character == " " or unicodedata.category(character)[0] in "LMPS" or unicodedata.category(character) == "Nd"


class Handshake:
    """The outcome of the first bytes: a name or a problem, and the offset at which the stream of messages begins."""

    def __init__(self, offset=0, name=None, by_newline=False, problem=None):
        self.offset, self.name, self.by_newline, self.problem = offset, name, by_newline, problem


def read_handshake(data, is_over):
    """Reads the first bytes of a connection; `is_over` after the quiet time or the end of the input [C-30] to [C-32].

    Returns None while they decide nothing. Without name and problem, the name is that of the first message.
    """
    text = codecs.getincrementaldecoder("utf-8")(errors="replace").decode(data)
    mark_bytes = len(codecs.BOM_UTF8) if text.startswith("\ufeff") else 0
    text = text.removeprefix("\ufeff")
    blank = text[: len(text) - len(text.lstrip(WHITE_SPACE))]
    blank_bytes = mark_bytes + len(blank.encode())
    ends = [at for at in (data.find(b"\n"), data.find(b"{")) if at >= 0]
    end = min(ends, default=len(data))
    if blank_bytes > MAX_HANDSHAKE_BYTES or (end > MAX_HANDSHAKE_BYTES and blank != text):
        return Handshake(problem=f"The name has more than {MAX_HANDSHAKE_BYTES} bytes. Send a name and a newline.")
    if text[len(blank) :].startswith("{"):
        return Handshake(blank_bytes)
    if not is_over and (not ends or blank == text):
        return None
    try:
        name = trim(data[mark_bytes:end].decode())
    except UnicodeDecodeError:
        return Handshake(problem="The name is not UTF-8. Encode it as UTF-8.")
    by_newline = data[end : end + 1] == b"\n"
    return Handshake(end + 1 if by_newline else end, name, by_newline)
