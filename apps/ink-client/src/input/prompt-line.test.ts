import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trickyText } from "../../test/support/tricky-text.ts";
import { COMMANDS } from "../commands/table.ts";
import { type PromptLine, readPromptLine, writeSayLine } from "./prompt-line.ts";

const KNOWN = ["Ada", "Bob", "Bob B", "Zoë", "straße", "Bob Bbb C"];

const read = (line: string, names: Iterable<string> = KNOWN) =>
  readPromptLine(line, { names, localCommands: COMMANDS, serverCommands: [] });

describe("readPromptLine", () => {
  it("takes /msg for another spelling of @", () => {
    expect(read("/msg bob b hi there")).toEqual(read("@bob b hi there"));
    expect(read('/msg "Bob B" hi')).toEqual({ kind: "direct", to: "Bob B", text: "hi" });
    expect(read("/msg")).toMatchObject({ kind: "wrong" });
  });

  it.each(["", " ", "\t\n", "\u3000\x85"])("takes %j for an empty line", (line) => {
    expect(read(line)).toEqual({ kind: "empty" });
  });

  it.each([
    ["hello", "hello"],
    ["  two  spaces  kept  ", "  two  spaces  kept"],
    ["//list", "/list"],
    ["///", "//"],
    ["//", "/"],
    ["@@Bob hi", "@Bob hi"],
    ["@@", "@"],
    ["a@b /c", "a@b /c"],
    [" /list", " /list"],
    ["  @Override", "  @Override"],
    ["two\nlines", "two\nlines"],
  ])("says of %j %j", (line, text) => {
    expect(read(line)).toEqual({ kind: "say", text });
  });

  it.each([
    ["@Ada hi", "Ada", "hi"],
    ["@ada   hi  there ", "Ada", "hi  there"],
    ["@Bob hi", "Bob", "hi"],
    ["@Bob B hi", "Bob B", "hi"],
    ["@bob b\u3000hi", "Bob B", "hi"],
    ["@Bob Bo hi", "Bob", "Bo hi"],
    ["@Bob  B hi", "Bob", "B hi"],
    ["@Bob Bbb C hi", "Bob Bbb C", "hi"],
    ["@Bob\nhi", "Bob", "hi"],
    ["@Bobby hi", "Bobby", "hi"],
    ["@Bobby B hi", "Bobby", "B hi"],
    ["@STRASSE hi", "straße", "hi"],
    ["@Zoe\u0308 hi", "Zoë", "hi"],
    ["@Ada: hi", "Ada", "hi"],
    ["@Bob B, hi", "Bob B", "hi"],
    ["@Eve: hi", "Eve:", "hi"],
    ['@"Bob B" hi', "Bob B", "hi"],
    ['@"bob" B hi', "Bob", "B hi"],
    ['@"Eve  E"hi', "Eve  E", "hi"],
    ["@Ada @Bob hi", "Ada", "@Bob hi"],
    ["@Ada /list", "Ada", "/list"],
  ])("addresses by %j %s", (line, to, text) => {
    expect(read(line)).toEqual({ kind: "direct", to, text });
  });

  it("lets a name be known that no server of ours allows", () => {
    expect(read('@a" b hi', ['a" b'])).toEqual({ kind: "direct", to: 'a" b', text: "hi" });
    expect(read("@ hi", ["", " "])).toMatchObject({ kind: "wrong" });
  });

  it.each([
    ["@Ada", "/query", "Ada"],
    ["@bob b ", "/query", "Bob B"],
    ["@Eve", "/query", "Eve"],
    ['@"Eve E"', "/query", "Eve E"],
    ["/query Eve E ", "/query", "Eve E"],
    ["/query  bob b", "/query", "Bob B"],
    ["/query @ada", "/query", "Ada"],
    ['/query "Bob B"', "/query", "Bob B"],
    ['/query "Bob X"', "/query", "Bob X"],
    ["/close", "/close", ""],
    ["/clear ", "/clear", ""],
    ["/quit", "/quit", ""],
    ["/raw", "/raw", ""],
    ["/raw all", "/raw", "all"],
    ["/Quit", "/quit", ""],
    ["/QUERY bob b", "/query", "Bob B"],
    ["/help", "/help", ""],
    ["/save  my  log.txt ", "/save", "my  log.txt"],
    ["/keys", "/keys", ""],
    ["/bell", "/bell", ""],
    ["/bell on", "/bell", "on"],
    ["/mouse OFF", "/mouse", "off"],
  ])("does %j itself", (line, command, argument) => {
    expect(read(line)).toEqual({ kind: "local", command, argument });
  });

  it.each([
    ["/list", "/list", ""],
    ["/shout  hello  all ", "/shout", "hello  all"],
    ["/ask list", "/list", ""],
    ["/ask /qiut  now ", "/qiut", "now"],
    ["/ASK me waves", "/me", "waves"],
    ["/new\nline", "/new", "line"],
    ["/a/b c", "/a/b", "c"],
  ])("asks the server by %j", (line, endpoint, text) => {
    expect(read(line)).toEqual({ kind: "endpoint", endpoint, text });
  });

  it.each([
    ["/", "Type a command right behind the slash, like /help, or // to say a text that begins with one."],
    ["/ list", "Type a command right behind the slash, like /help, or // to say a text that begins with one."],
    ["/LIST", "Did you mean /list?"],
    ["/qiut", "Did you mean /quit?"],
    ["/query2 Ada", "Did you mean /query?"],
    ["/ask", "Type /ask COMMAND TEXT."],
    ["/ask /", "Type /ask COMMAND TEXT."],
    ["/raw some", "Type /raw, or /raw all."],
    ["@", "Type a name right behind the @, like @Ada, or @@ to say a text that begins with one."],
    ["@ Ada hi", "Type a name right behind the @, like @Ada, or @@ to say a text that begins with one."],
    ['@"" hi', "Type a name right behind the @, like @Ada, or @@ to say a text that begins with one."],
    ['@"Bob B hi', 'Close the quotation mark behind the name, like @"Ada L" text.'],
    ["@/list", "No name begins with a slash. A command goes without the @."],
    ['@"/shout" hi', "No name begins with a slash. A command goes without the @."],
    ["/query", "Type /query NAME."],
    ["/query @", "Type /query NAME."],
    ["/query /list", "No name begins with a slash. A command goes without the @."],
    ["/query Bob hi there", "Only a name goes behind /query. /msg NAME TEXT writes to somebody."],
    ["/save", "Type /save FILE."],
    ["/mouse away", "Type /mouse, or /mouse on, or /mouse off."],
    ["/raw none", "Type /raw, or /raw all."],
    ["/quit now", "Nothing goes behind /quit: type it alone."],
    ["/shout", "Type what to shout: /shout TEXT."],
  ])("helps with %j", (line, problem) => {
    expect(read(line)).toMatchObject({ kind: "wrong", problem });
  });

  it("reads whatever comes as something that can be sent", () => {
    const names = fc.array(trickyText, { maxLength: 5 });
    fc.assert(
      fc.property(trickyText, names, (line, knownNames) => {
        expect(isSound(read(line, knownNames))).toBe(true);
        expect(isSound(read(`@${line}`, knownNames))).toBe(true);
        expect(isSound(read(`/${line}`, knownNames))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("takes a long line in its stride", () => {
    const line = "a b".repeat(30_000);
    expect(read(`@Ada ${line}`)).toEqual({ kind: "direct", to: "Ada", text: line });
    expect(read(`x${" ".repeat(60_000)}y`)).toMatchObject({ kind: "say" });
  });
});

function isSound(line: PromptLine): boolean {
  if (line.kind === "say") return /\P{White_Space}/u.test(line.text);
  if (line.kind === "direct") return line.to !== "" && !line.to.startsWith("/") && line.text !== "";
  if (line.kind === "endpoint") return /^\/\P{White_Space}+$/u.test(line.endpoint);
  return line.kind !== "wrong" || /^[ -~]+[.?]$/.test(line.problem);
}

it.each(["hi", "/list", "//", "@Bob hi", "@@", " /code", "a\n/b"])("writes the line that says %j", (text) => {
  expect(read(writeSayLine(text), ["Bob"])).toEqual({ kind: "say", text });
});
