import { describe, expect, it } from "vitest";
import { InvalidUsernameError } from "./errors.ts";
import { encodeHandshake, type Handshake, HandshakeReader } from "./handshake.ts";

const encoder = new TextEncoder();

// Which bytes tell which name is shown by the vectors; this is about what the outcome holds.
describe("HandshakeReader", () => {
  it("hands on what came with the name", () => {
    const handshake = new HandshakeReader().push(encoder.encode('Ada\n{"from"'));
    expect(handshake).toEqual({
      kind: "name",
      name: "Ada",
      endedByNewline: true,
      rest: encoder.encode('{"from"'),
      offset: 4,
    });
  });

  it("hands on the message of a client that skipped the handshake [C-32]", () => {
    const reader = new HandshakeReader();
    expect(reader.push(encoder.encode(" "))).toBeNull();
    expect(reader.push(encoder.encode("\n{}"))).toEqual({ kind: "message", rest: encoder.encode("{}"), offset: 2 });
  });

  it("tells how much has arrived", () => {
    const reader = new HandshakeReader();
    expect(reader.length).toBe(0);
    reader.push(encoder.encode("Ad"));
    expect(reader.length).toBe(2);
  });

  it("says why bytes are refused, and what to send", () => {
    const reader = new HandshakeReader();
    expect(reader.push(Uint8Array.of(0xff, 0x0a))).toEqual({
      kind: "refused",
      problem: {
        code: "not-utf-8",
        text: "The name is not valid UTF-8, at byte 0 (0xFF). Send the name as UTF-8 text.",
      },
    });
    expect(new HandshakeReader().push(new Uint8Array(1_025).fill(0x78))).toEqual({
      kind: "refused",
      problem: {
        code: "too-long",
        text: "No name ended within the first 1024 bytes. Send your name and a newline first.",
      },
    });
  });
});

describe("encodeHandshake", () => {
  it("ends the name with a newline, which tells that the client frames [C-30]", () => {
    expect(new TextDecoder().decode(encodeHandshake(" Zo\u00eb "))).toBe("Zo\u00eb\n");
  });

  it("refuses a name that the server would refuse", () => {
    expect(() => encodeHandshake("/list")).toThrow(InvalidUsernameError);
    expect(() => encodeHandshake("Ada\nBob")).toThrow(InvalidUsernameError);
  });
});

it.each([
  ...[
    "Ada",
    "a",
    "0",
    "a.b_c-d",
    "a".repeat(32),
    "a".repeat(33),
    "a".repeat(64),
    "a".repeat(65),
    "-a",
    "/a",
    "",
    " a",
    "a b",
  ],
  ...["SERVER", "guest", "Everyone", "everyone1", "a\r", "é", "\u{1F642}", "a\u0085", "a{"],
])("reads the line %j as one chunk as it does byte by byte", (name) => {
  for (const maxBytes of [1, 32, 1_024]) {
    const bytes = encoder.encode(`${name}\n`);
    const slow = new HandshakeReader(maxBytes);
    let expected: Handshake | null = null;
    for (const byte of bytes) expected ??= slow.push(Uint8Array.of(byte));
    const whole = new HandshakeReader(maxBytes).push(bytes);
    // Bytes behind the end of the name are in the rest of the one, and have not come to the other.
    const [one, other] = [whole, expected].map((outcome) => outcome && { ...outcome, rest: null });
    expect(one).toEqual(other);
  }
});
