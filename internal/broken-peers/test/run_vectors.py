"""Runs the vectors of both profiles against the bases in Python. Its argument is their folder. Prints each that fails, and a number."""

import base64
import json
import sys
from pathlib import Path

for folder in ("clients", "servers"):
    sys.path.insert(0, str(Path(__file__).parent.parent / folder))
import chat_client
import frames
import messages
import names

VECTORS = Path(sys.argv[1])


def bytes_of(source):
    if "text" in source:
        return source["text"].encode()
    if "base64" in source:
        return base64.b64decode(source["base64"])
    if "repeat" in source:
        return source["repeat"].encode() * source["times"]
    return b"".join(map(bytes_of, source["parts"]))


def text_of(text):
    if isinstance(text, str):
        return text
    if "utf16le-base64" in text:
        return base64.b64decode(text["utf16le-base64"]).decode("utf-16-le", "surrogatepass")
    return bytes_of(text).decode()


def write_out(value):
    """Returns an expected value with its long texts written out."""
    if isinstance(value, dict) and not {"parts", "utf16le-base64"} & value.keys():
        return {key: write_out(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return list(map(write_out, value))
    return text_of(value) if isinstance(value, dict) else value


def decode(given, expected):
    try:
        message = messages.parse_message(bytes_of(given))
    except (ValueError, AttributeError, RecursionError):
        message = None
    return message == expected["message"]


class Reader(messages.FrameReader):
    """Its frames look like the items of a vector."""

    def parse(self, frame):
        return {"message": super().parse(frame), "offset": self.start}

    def items_of(self, frames):
        return [describe(frame) if isinstance(frame, messages.Rejection) else frame for frame in frames]


def describe(rejection):
    return {"rejected": rejection.code, "offset": rejection.offset, "isFatal": rejection.is_fatal}


def read_stream(chunks, max_bytes):
    reader = Reader()
    reader.max_bytes = max_bytes
    items = [item for chunk in chunks for item in reader.items_of(reader.push(chunk))]
    at_end = reader.items_of(reader.end())
    return {"items": items, **({"atEnd": at_end[0]} if at_end else {})}


def ways_to_cut(data):
    """Whole, byte by byte, and cut in two: long ones in the middle alone."""
    yield [data]
    if len(data) < 1_000:
        yield [data[at : at + 1] for at in range(len(data))]
    for at in range(len(data)) if len(data) < 300 else [len(data) // 2]:
        yield [data[:at], data[at:]]


def stream(given, expected):
    data, wanted = bytes_of(given), write_out(expected)
    return all(read_stream(chunks, given.get("maxMessageBytes", 65_536)) == wanted for chunks in ways_to_cut(data))


def handshake(given, expected):
    outcome = names.read_handshake(bytes_of(given), "then" in given)
    if outcome is None:
        return expected == {"waits": True}
    if outcome.problem or (outcome.name is not None and names.find_name_problem(outcome.name)):
        return "refused" in expected
    if outcome.name is None:
        return expected == {"skipped": True, "offset": outcome.offset}
    return expected == {"name": outcome.name, "endedByNewline": outcome.by_newline, "offset": outcome.offset}


def name(given, expected):
    if "names" in given:
        first, second = map(names.fold, given["names"])
        return (first == second) == expected["same"]
    return (names.find_name_problem(text_of(given)) is None) == expected["valid"]


def read_as_client(chunks):
    reader = frames.FrameReader()
    return [message for chunk in chunks for message in reader.push(chunk)]


def client_stream(given, expected):
    wanted = [item["message"] for item in write_out(expected)["items"]]
    return all(read_as_client(chunks) == wanted for chunks in ways_to_cut(bytes_of(given)))


def client_decode(given, expected):
    return client_stream(given, {"items": [expected]})


def harmless(given, expected):
    text = chat_client.ChatClient.harmless(None, given["text"])
    return not any(c in text for c in expected["without"]) and all(kept in text for kept in expected["keeps"])


def reconnect(given, expected):
    comes_back = chat_client.ChatClient.comes_back(None, given["text"], given["refused"], given["awaySeconds"])
    return comes_back == expected["comesBack"]


SERVER_RUNS = {"decode": decode, "stream": stream, "hostile": stream, "handshake": handshake, "names": name}
CLIENT_RUNS = {
    "decode": client_decode,
    "stream": client_stream,
    "hostile": client_stream,
    "harmless": harmless,
    "reconnect": reconnect,
}
RUNS = [(kind, run, "server") for kind, run in SERVER_RUNS.items()]
RUNS += [(kind, run, "client") for kind, run in CLIENT_RUNS.items()]

passed = 0
for kind, run, profile in RUNS:
    for vector in json.loads((VECTORS / f"{kind}.json").read_text("utf-8"))["vectors"]:
        if profile not in vector["profiles"]:
            continue
        if run(vector["input"], vector["expected"]):
            passed += 1
        else:
            print(f"failed: {vector['id']} [{vector['rule']}] {vector['hint']}")
print(f"passed: {passed}")
