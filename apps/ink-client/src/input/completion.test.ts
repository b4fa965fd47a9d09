import { describe, expect, it } from "vitest";
import { fromMarked, toMarked } from "../../test/support/marked-line.ts";
import {
  type CompletionContext,
  completedLine,
  startCompletion,
  stepCompletion,
  suggestFirstWord,
} from "./completion.ts";

const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  "": [".git/", "logs/", "log.txt", "my log.txt"],
  "logs/": ["a.txt"],
  "~/": [".bashrc", "Documents/"],
};

const CONTEXT: CompletionContext = {
  names: ["Paul", "Bob B", "Ada", "paula", "Bob", "Zoë"],
  conversations: ["Everyone", "SERVER", "Paul", "Pat"],
  localCommands: [
    { name: "/help", argument: "", summary: "Show the commands" },
    { name: "/query", argument: "NAME", summary: "Open a conversation" },
    { name: "/msg", argument: "NAME TEXT", summary: "Write to somebody" },
    { name: "/ignore", argument: "[NAME]", summary: "Hide somebody" },
    { name: "/close", argument: "", summary: "Close it" },
    {
      name: "/set",
      argument: "[KEY VALUE]",
      summary: "Change it",
      firstWords: ["bell", "keys.up", "keys.down"],
      secondWords: (word) => (word === "bell" ? ["on", "off"] : []),
    },
    { name: "/save", argument: "FILE", summary: "Write the log to a file" },
    { name: "/save!", argument: "FILE", summary: "The same, over a file" },
    { name: "/quit", argument: "", summary: "Leave" },
  ],
  serverCommands: [
    { name: "/list", summary: "Show who is there" },
    { name: "/shout", summary: "Tell all" },
    { name: "/quit", summary: "A server's own, which ours hides" },
  ],
  listFolder: (folder) => FOLDERS[folder] ?? [],
};

/** Returns the line after each further Tab, until it is the first again. */
function tabThrough(marked: string, context: CompletionContext = CONTEXT): readonly string[] {
  let completion = startCompletion(fromMarked(marked), context, 1);
  const lines: string[] = [];
  for (const _ of completion?.candidates ?? []) {
    if (!completion) break;
    lines.push(toMarked(completedLine(completion)));
    completion = stepCompletion(completion, 1);
  }
  return lines;
}

describe("completing", () => {
  it.each([
    ["whom the message is meant for, the most recent speaker first", "pa|", ["Paul: |", "paula: |"]],
    ["such a name with a space", "BO|", ["Bob B: |", "Bob: |"]],
    ["an address, the most recent speaker first", "@pa|", ["@Paul |", "@paula |"]],
    ["an address behind an at sign", "@b|", ['@"Bob B" |', "@Bob |"]],
    ["an address that was typed over two words", "@bob b|", ['@"Bob B" |']],
    ["a name of two words at the start", "bob b|", ["Bob B: |"]],
    ["an address behind a quotation mark", '@"bo|', ['@"Bob B" |', "@Bob |"]],
    ["a space of an address", "@bob |", ['@"Bob B" |']],
    ["a mention", "hi Pa|", ["hi Paul |", "hi paula |"]],
    ["a mention behind an at sign", "hi @pa|", ["hi @Paul |", "hi @paula |"]],
    ["a mention with a space", "hi bob B|", ["hi Bob B |"]],
    ["a mention in a shout", "/shout hi zO|", ["/shout hi Zoë |"]],
    ["a mention to somebody", "@Ada ask pau|", ["@Ada ask Paul |", "@Ada ask paula |"]],
    ["a mention in front of a space", "ask Ad| about it", ["ask Ada |about it"]],
    ["a mention in front of text", "ask ad|!", ["ask Ada |!"]],
    ["a mention behind an indent", "  ad|", ["  Ada |"]],
    ["a command of the server", "/li|", ["/list |"]],
    ["a command in upper case", "/SH|", ["/shout |"]],
    ["commands of both", "/s|", ["/shout |", "/set |", "/save |", "/save! |"]],
    ["files and folders", "/save lo|", ["/save logs/|", "/save log.txt|"]],
    ["a file with a space in its name", "/save! my l|", ["/save! my log.txt|"]],
    ["a file in a folder", "/save logs/|", ["/save logs/a.txt|"]],
    ["hidden files behind a dot alone", "/save .|", ["/save .git/|"]],
    ["no hidden files else", "/save ~/|", ["/save ~/Documents/|"]],
    ["the home", "/save ~|", ["/save ~/|"]],
    ["a command that takes nothing", "/qui|", ["/quit|"]],
    ["the first word behind a command", "/set K|", ["/set keys.up |", "/set keys.down |"]],
    ["the second word behind a command", "/set bell o|", ["/set bell on |", "/set bell off |"]],
    ["whom to ignore", "/ignore bob|", ["/ignore Bob B |", "/ignore Bob |"]],
    ["a conversation", "/query pa|", ["/query Paul |", "/query paula |", "/query Pat |"]],
    ["whom to write to", "/msg pa|", ["/msg Paul |", "/msg paula |", "/msg Pat |"]],
    ["whom to write to, with a space in the name", "/msg bob|", ['/msg "Bob B" |', "/msg Bob |"]],
    ["a conversation that is no person", "/query ev|", ["/query Everyone |"]],
    ["a conversation, as it is addressed", '/query @"bob b|', ["/query Bob B |"]],
  ])("finds %s", (_what, before, after) => {
    expect(tabThrough(before)).toEqual(after);
  });

  it("offers everybody where nothing is typed yet", () => {
    expect(tabThrough("|")).toHaveLength(CONTEXT.names.length);
    expect(tabThrough("|hello")[0]).toBe("Paul: |hello");
    expect(tabThrough("@|")).toHaveLength(CONTEXT.names.length);
    expect(tabThrough("/query |")).toHaveLength(CONTEXT.names.length + 3);
  });

  it.each([
    "hello |",
    "hi xyz|",
    "/xyz|",
    "/save pa|",
    "/set keys.up b|",
    "/set bell on o|",
    "/save nowhere/|",
    "/close lo|",
    "/close pa|",
    '@"Bob B" |',
    '@"Bob B" xyz|',
    "/msg ev|",
    "/ignore ev|",
    "/msg Paul hi|",
    "@@pa|",
    "//pa|",
    " |",
  ])("finds nothing for %s", (marked) => {
    expect(startCompletion(fromMarked(marked), CONTEXT, 1)).toBeNull();
  });

  it("goes around the ends in both directions", () => {
    const last = startCompletion(fromMarked("@pa|"), CONTEXT, -1);
    if (!last) throw new Error("Nothing was found.");
    expect(toMarked(completedLine(last))).toBe("@paula |");
    expect(toMarked(completedLine(stepCompletion(last, 1)))).toBe("@Paul |");
    expect(toMarked(completedLine(stepCompletion(stepCompletion(last, 1), -1)))).toBe("@paula |");
  });

  it("finds a name once, however often and however spelled it is known", () => {
    const context = { ...CONTEXT, names: ["Ada", "ADA", "", " ", "Ada"] };
    expect(tabThrough("a|", context)).toEqual(["Ada: |"]);
  });

  it("finds names by what is the same for every spelling", () => {
    expect(tabThrough("hi STRASS|", { ...CONTEXT, names: ["straße"] })).toEqual(["hi straße |"]);
    expect(tabThrough("hi zoe\u0308|")).toEqual(["hi Zoë |"]);
  });

  it("finds names without their accents, those in the typed spelling first", () => {
    const context = { ...CONTEXT, names: ["Zoë", "Zoe", "Łukasz", "Søren", "Ægir", "Nguyễn"] };
    expect(tabThrough("zoe|", context)).toEqual(["Zoe: |", "Zoë: |"]);
    expect(tabThrough("@zoë|", context)).toEqual(["@Zoë |", "@Zoe |"]);
    for (const [typed, name] of [
      ["luk", "Łukasz"],
      ["sor", "Søren"],
      ["aeg", "Ægir"],
      ["nguyen", "Nguyễn"],
    ] as const) {
      expect(tabThrough(`hi ${typed}|`, context)).toEqual([`hi ${name} |`]);
    }
  });

  it("takes a long line and many names in its stride", () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `name${index}`);
    const line = { text: "n ".repeat(30_000), cursor: 60_000 };
    expect(startCompletion(line, { ...CONTEXT, names }, 1)).toBeNull();
  });
});

describe("suggestFirstWord", () => {
  const suggest = (marked: string) => suggestFirstWord(fromMarked(marked), CONTEXT).map(({ label }) => label);

  it("lists all commands behind a slash, the server's first", () => {
    const suggested = suggest("/|");
    expect(suggested.slice(0, 3)).toEqual(["/list", "/shout", "/help"]);
    expect(suggested.filter((label) => label === "/quit")).toHaveLength(1);
  });

  it.each([
    ["/s|", ["/shout", "/set", "/save", "/save!"]],
    ["/s|x", ["/shout", "/set", "/save", "/save!"]],
    ["@pa|", ["Paul", "paula"]],
    ["@bob |", ["Bob B"]],
    ["|/s", []],
    ["/shout |", []],
    ["@Ada |", []],
    ["//|", []],
    ["@@|", []],
    ["pa|", []],
    ["hi /s|", []],
    ["|", []],
  ])("lists for %s %j", (marked, labels) => {
    expect(suggest(marked)).toEqual(labels);
  });

  it("tells what the commands do, and whose they are", () => {
    expect(suggestFirstWord(fromMarked("/s|"), CONTEXT).slice(0, 3)).toEqual([
      { label: "/shout", hint: "Tell all", isServer: true, text: "/shout " },
      { label: "/set", hint: "Change it", isServer: false, text: "/set " },
      { label: "/save", hint: "Write the log to a file", isServer: false, text: "/save " },
    ]);
  });
});
