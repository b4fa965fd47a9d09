"""Runs the vectors against messages.py and peers.py: python3 run_vectors.py. Put your own modules in their place."""

import base64
import json
import sys
from pathlib import Path

import messages
import peers

VECTORS = Path(__file__).resolve().parents[2] / "vectors"


def bytes_of(source):
    if "text" in source:
        return source["text"].encode()
    if "base64" in source:
        return base64.b64decode(source["base64"])
    if "repeat" in source:
        return source["repeat"].encode() * source["times"]
    return b"".join(map(bytes_of, source["parts"]))


def text_of(text):
    """A text is a string, parts, or UTF-16 when JSON can't carry it."""
    if isinstance(text, str):
        return text
    if "parts" in text:
        return bytes_of(text).decode()
    if "text" in text:
        return text["text"]
    return base64.b64decode(text["utf16le-base64"]).decode("utf-16-le", "surrogatepass")


def write_out(item):
    """Returns an expected item with its long texts written out."""
    if "message" not in item:
        return item
    sender, message = item["message"]["from"], item["message"]
    sender = {key: text_of(text) for key, text in sender.items()}
    written = {"from": sender, "to": text_of(message["to"]), "msg": text_of(message["msg"])}
    return {**item, "message": written}


def read_stream(chunks, options):
    reader = messages.MessageReader(*options)
    for chunk in chunks:
        reader.push(chunk)
    at_end = reader.end()
    return {"items": reader.items, **({"atEnd": at_end} if at_end else {})}


def ways_to_cut(data):
    """Whole, byte by byte, and cut in two: everywhere in short inputs, in the middle of long ones."""
    yield [data]
    yield [data[at : at + 1] for at in range(len(data))]
    for at in range(len(data)) if len(data) < 300 else [len(data) // 2]:
        yield [data[:at], data[at:]]


def run_create(given, expected):
    try:
        line = messages.create_json_msg(*(text_of(given[key]) for key in ("name", "ip", "to", "msg")))
    except ValueError:
        return expected == {"invalid": True}
    return expected == {"json": line}


def run_decode(given, expected):
    return messages.decode_json_msg(bytes_of(given)) == expected["message"]


def run_stream(given, expected):
    options = [given["maxMessageBytes"]] if "maxMessageBytes" in given else []
    wanted = {**expected, "items": [write_out(item) for item in expected["items"]]}
    return all(read_stream(chunks, options) == wanted for chunks in ways_to_cut(bytes_of(given)))


def run_handshake(given, expected):
    outcome = peers.read_handshake(bytes_of(given), "then" in given)
    # The code of a refusal is for people: the verdict is that there is one.
    return outcome == expected or ("refused" in outcome and "refused" in expected)


def run_names(given, expected):
    if "names" in given:
        first, second = map(peers.fold_name, given["names"])
        return (first == second) == expected["same"]
    return peers.is_valid_name(text_of(given)) == expected["valid"]


def run_harmless(given, expected):
    shown = peers.make_harmless(given["text"])
    return not any(c in shown for c in expected["without"]) and all(text in shown for text in expected["keeps"])


def run_reconnect(given, expected):
    return peers.comes_back(given["text"], given["refused"], given["awaySeconds"]) == expected["comesBack"]


# Each kind, how it is run, and for which profile.
RUNS = {
    "create": (run_create, "complete"),
    "decode": (run_decode, "server"),
    "stream": (run_stream, "server"),
    "hostile": (run_stream, "server"),
    "handshake": (run_handshake, "server"),
    "names": (run_names, "server"),
    "harmless": (run_harmless, "client"),
    "reconnect": (run_reconnect, "client"),
}


def main():
    has_failed = False
    for kind, (run, profile) in RUNS.items():
        vectors = json.loads((VECTORS / f"{kind}.json").read_text("utf-8"))["vectors"]
        chosen = [vector for vector in vectors if profile in vector["profiles"]]
        failed = [vector for vector in chosen if not run(vector["input"], vector["expected"])]
        print(f"{kind}: {len(chosen) - len(failed)} of {len(chosen)} passed ({profile})")
        for vector in failed:
            print(f"  {vector['id']} [{vector['rule']}] {vector['hint']}")
        has_failed = has_failed or bool(failed)
    return 1 if has_failed else 0


if __name__ == "__main__":
    sys.exit(main())
