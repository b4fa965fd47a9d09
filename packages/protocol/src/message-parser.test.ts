import { describe, expect, it } from "vitest";
import { InvalidMessageError } from "./errors.ts";
import { parseMessage } from "./message-parser.ts";

const SHAPE =
  'Send {"from": {"name": "...", "ip": "..."}, "to": "...", "msg": "..."}, each key once, each value a string.';

// Which texts are messages is shown by the vectors; this is about the words for those that are not.
describe("parseMessage tells what is wrong", () => {
  it.each([
    ["[]", "the message is not a JSON object."],
    ['{"from": "Ada"}', '"from" is not a JSON object.'],
    ["{}", 'the message has no key "from".'],
    ['{"from": {"name": ""}}', '"from" has no key "ip".'],
    ['{"time": ""}', 'the message has an unknown key "time".'],
    ['{"from": {"port": ""}}', '"from" has an unknown key "port".'],
    ['{"to": "", "t\\u006f": ""}', 'the message has the key "to" twice.'],
    ['{"msg": 1}', 'the value of "msg" is not a string.'],
    ['{"from": {"ip": null}}', 'the value of "from.ip" is not a string.'],
    ["{from: {}}", "the JSON is broken: a key in double quotes is missing at character 1."],
    ['{"to" "Bob"}', 'the JSON is broken: ":" is missing at character 6.'],
    ['{"to": "Bob" "msg"}', 'the JSON is broken: "," or "}" is missing at character 13.'],
    ['{"to": "Bob', "the JSON is broken: a closing quote is missing at character 11."],
    ['{"to": "Bob",}', "the JSON is broken: a key in double quotes is missing at character 13."],
  ])("%s", (text, problem) => {
    expect(() => parseMessage(text)).toThrow(new InvalidMessageError(`${problem} ${SHAPE}`));
  });

  it.each([
    ['{"to": "a\nb"}', 'a string has a raw control character. Write it as "\\u000a".'],
    ['{"to": "\\x41"}', 'a string has a backslash that starts no JSON escape. Write a backslash as "\\\\".'],
    [
      '{"to": "\\ud83d"}',
      "a string has half of a surrogate pair. Write both halves, or the character itself in UTF-8.",
    ],
  ])("%j", (text, problem) => {
    expect(() => parseMessage(text)).toThrow(new InvalidMessageError(problem));
  });

  it("after the message", () => {
    const text = '{"from": {"name": "", "ip": ""}, "to": "", "msg": ""} x';
    expect(() => parseMessage(text)).toThrow("the end of the message is missing at character 54.");
  });

  it("with a strange key cut short and harmless", () => {
    const text = JSON.stringify({ [`\u001b[2J\u202e${"k".repeat(1_000)}`]: "" });
    expect(() => parseMessage(text)).toThrow(`an unknown key "\\u001b[2J\\u202e${"k".repeat(35)}...".`);
  });
});
