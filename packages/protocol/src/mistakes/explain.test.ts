import { describe, expect, it } from "vitest";
import { MessageReader } from "../message-reader.ts";
import { explainName, explainRejection } from "./explain.ts";

/** Explains the first rejection of a stream. */
function explain(stream: string | Uint8Array): ReturnType<typeof explainRejection> {
  const reader = new MessageReader();
  reader.push(Buffer.from(stream as string));
  for (let item = reader.next(); item; item = reader.next())
    if (item.kind === "rejected") return explainRejection(item, reader.rejectedBytes);
  throw new Error("Expected a rejection.");
}

const SHAPE =
  'Send {"from": {"name": "...", "ip": "..."}, "to": "...", "msg": "..."}, each key once, each value a string.';

describe("explainRejection", () => {
  it("quotes the first characters of text outside messages, escaped, and shows what a message looks like", () => {
    expect(explain("hello\n")).toEqual({ reason: `there is text outside a message: "hello\\n". ${SHAPE}` });
    expect(explain("\x1b[31m\u202e{")).toEqual({
      reason: `there is text outside a message: "\\u001b[31m\\u202e". ${SHAPE}`,
    });
    expect(explain("x".repeat(1_000)).reason).toBe(`there is text outside a message: "${"x".repeat(40)}...". ${SHAPE}`);
  });

  it("explains a line of garbage by itself, whatever follows in the same read", () => {
    const alone = explain("hello\n");
    for (const rest of ["world\n", "{'from': {'name': 'Ada', 'ip': ''}, 'to': 'Bob', 'msg': 'hi'}\n"])
      expect(explain(`hello\n${rest}`)).toEqual(alone);
  });

  it("has the words of a mistake in place of the shape", () => {
    expect(explain("{'from': {'name': 'Ada', 'ip': ''}, 'to': 'Bob', 'msg': 'hi'}")).toEqual({
      reason:
        'the JSON is broken at byte 1: a key in double quotes is missing before "\'" (U+0027). ' +
        "That is how Python shows a dict, in single quotes: send json.dumps(message).",
      mistake: "python-repr",
    });
  });

  it("names the bad byte and its own position", () => {
    const start = ' {"from": {"name": "Zoë", "ip": ""}, "to": "Bob", ';
    const at = Buffer.byteLength(start);
    for (const [rest, problem] of [
      ['"time": "now"}', `the message has an unknown key "time" (byte ${at})`],
      ['"to": "now"}', `the message has the key "to" twice (byte ${at})`],
      ['"msg": 5}', `the value of "msg" is not a string (byte ${at + 7})`],
      ['"msg" "x"}', `the JSON is broken at byte ${at + 6}: ":" is missing before '"' (U+0022)`],
      ['"msg": "a\nb"}', `a string has a raw control character (byte ${at + 9})`],
      ['"msg": "a\\x"}', `a string has a backslash that starts no JSON escape (byte ${at + 9})`],
      ['"msg": "\\ud83d"}', `a string has half of a surrogate pair (byte ${at + 8})`],
    ])
      expect(explain(`${start}${rest}`).reason).toContain(problem);
  });

  it("names the byte that is not UTF-8", () => {
    const start = Buffer.from('{"from": {"name": "Ada", "ip": ""}, "to": "Bob", "msg": "');
    const end = Buffer.from('"}');
    expect(explain(Buffer.concat([start, Uint8Array.of(0xe9), end]))).toEqual({
      reason: expect.stringContaining(`byte ${start.length} (0xE9) begins no character. Latin-1?`),
      mistake: "latin-1",
    });
    expect(explain(Buffer.concat([start, Uint8Array.of(0xf0, 0x9f, 0x91), end]))).toEqual({
      reason: expect.stringContaining(
        `the character at byte ${start.length} (0xF0) is cut. Was the text cut in a char`,
      ),
      mistake: "cut-character",
    });
  });
});

describe("explainName", () => {
  it("adds the mistake", () => {
    const problem = { code: "forbidden-character", text: "The name has ..." } as const;
    expect(explainName(problem, Buffer.from("\0\x03Ada"))).toEqual({
      reason: expect.stringMatching(/^The name has \.\.\. A length in front/),
      mistake: "length-prefix",
    });
    expect(explainName(problem, Buffer.from("Rossi, Anna\n"))).toEqual({ reason: problem.text });
  });
});
