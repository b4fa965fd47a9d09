import { describe, expect, it } from "vitest";
import { InvalidMessageError } from "./errors.ts";
import { parseMessage } from "./message-parser.ts";

const SHAPE =
  'Send {"from": {"name": "...", "ip": "..."}, "to": "...", "msg": "..."}, each key once, each value a string.';

// Which texts are messages is shown by the vectors; this is about the words for those that are not.
describe("parseMessage tells what is wrong", () => {
  it.each([
    ["[]", "the message is not a JSON object (byte 0)."],
    ['{"from": "Ada"}', '"from" is not a JSON object (byte 9).'],
    ["{}", 'the message has no key "from".'],
    ['{"from": {"name": ""}}', '"from" has no key "ip".'],
    ['{"time": ""}', 'the message has an unknown key "time" (byte 1).'],
    ['{"from": {"port": ""}}', '"from" has an unknown key "port" (byte 10).'],
    ['{"to": "", "t\\u006f": ""}', 'the message has the key "to" twice (byte 11).'],
    ['{"msg": 1}', 'the value of "msg" is not a string (byte 8).'],
    ['{"from": {"ip": null}}', 'the value of "from.ip" is not a string (byte 16).'],
    ["{from: {}}", 'the JSON is broken at byte 1: a key in double quotes is missing before "f" (U+0066).'],
    ['{"to" "Bob"}', `the JSON is broken at byte 6: ":" is missing before '"' (U+0022).`],
    ['{"to": "Bob" "msg"}', `the JSON is broken at byte 13: "," or "}" is missing before '"' (U+0022).`],
    ['{"to": "Bob', "the JSON is broken at byte 11: a closing quote is missing before the end."],
    ['{"to": "Bob",}', 'the JSON is broken at byte 13: a key in double quotes is missing before "}" (U+007D).'],
  ])("%s", (text, problem) => {
    expect(() => parseMessage(text)).toThrow(new InvalidMessageError(`${problem} ${SHAPE}`));
  });

  it.each([
    ['{"to": "a\nb"}', 'a string has a raw control character (byte 9). Write it as "\\u000a".'],
    ['{"to": "\\x41"}', 'a string has a backslash that starts no JSON escape (byte 8). Write a backslash as "\\\\".'],
    [
      '{"to": "\\ud83d"}',
      "a string has half of a surrogate pair (byte 8). Write both halves, or the character itself in UTF-8.",
    ],
  ])("%j", (text, problem) => {
    expect(() => parseMessage(text)).toThrow(new InvalidMessageError(problem));
  });

  it("after the message", () => {
    const text = '{"from": {"name": "", "ip": ""}, "to": "", "msg": ""} x';
    expect(() => parseMessage(text)).toThrow('at byte 54: the end of the message is missing before "x" (U+0078).');
  });

  it("at the byte of the stream", () => {
    expect(() => parseMessage('{"from": {"name": "Zoë 👋", "x": ""}}', 100)).toThrow('unknown key "x" (byte 131).');
  });

  it("with a strange key cut short and harmless", () => {
    const text = JSON.stringify({ [`\u001b[2J\u202e${"k".repeat(1_000)}`]: "" });
    expect(() => parseMessage(text)).toThrow(`an unknown key "\\u001b[2J\\u202e${"k".repeat(25)}..." (byte 1).`);
  });
});
