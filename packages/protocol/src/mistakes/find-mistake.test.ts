import { describe, expect, it } from "vitest";
import { MESSAGE_SAMPLES, type MistakeSample, NAME_SAMPLES } from "../../test/mistake-samples.ts";
import { HandshakeReader } from "../handshake.ts";
import { createJsonMsg, decodeJsonMsg } from "../message.ts";
import { findMistake, MAX_SEARCHED_BYTES, MISTAKES, RECOGNISED } from "./find-mistake.ts";

const MESSAGE = createJsonMsg("Ada", "127.0.0.1", "Bob", "hi");

function nameOf(bytes: MistakeSample[2], isNameDue = false): string | undefined {
  return findMistake(Buffer.from(bytes as string), { isNameDue })?.mistake.name;
}

describe("findMistake", () => {
  it.each(MESSAGE_SAMPLES)("recognises %s: %s", (name, _, bytes) => {
    const found = findMistake(Buffer.from(bytes as string));
    expect(found?.mistake.name).toBe(name);
    if (found?.repaired) expect(decodeJsonMsg(found.repaired)).not.toBeNull();
    else expect(RECOGNISED.find((each) => each === found?.mistake)?.recognise).toBeDefined();
  });

  it.each(NAME_SAMPLES)("recognises %s in place of a name: %s", (name, _, bytes) => {
    const found = findMistake(Buffer.from(bytes as string), { isNameDue: true });
    expect(found?.mistake.name).toBe(name);
    const repaired = found?.repaired ?? new Uint8Array();
    const isName = new TextDecoder().decode(repaired) === (name === "latin-1" ? "José" : "Ada");
    expect(isName || decodeJsonMsg(repaired) !== null).toBe(true);
  });

  it("recognises most mistakes that have others behind them in the same read", () => {
    for (const [name, title, bytes] of MESSAGE_SAMPLES) {
      if (typeof bytes !== "string" || / of their own| of its own|strlen|netstring|and a newline|\bNaN\b/.test(title))
        continue;
      expect(nameOf(`${bytes}\n${bytes}`), `${name}: ${title}`).toBe(name);
    }
  });

  it.each([
    "hello",
    "a",
    "hi (there)",
    "hi (there",
    ":(",
    "<3",
    "< hello",
    "to you",
    "name",
    "from me to you",
    "message:",
    "# hello",
    "// hello",
    "Message",
    "ok;",
    "it's",
    'say "hello',
    "100% sure",
    "é",
    "Array",
    "null",
    "\x1b[A",
  ])("tells of the line %j what is true of it alone, whatever follows in the same read", (line) => {
    for (const isNameDue of [false, true]) {
      const alone = nameOf(`${line}\n`, isNameDue);
      for (const [name, title, bytes] of [...MESSAGE_SAMPLES, ...NAME_SAMPLES, ["valid", "", MESSAGE] as const]) {
        const both = Buffer.concat([Buffer.from(`${line}\n`), Buffer.from(bytes as string)]);
        expect(nameOf(both, isNameDue), `${name}: ${title}`).toBe(alone);
      }
    }
  });

  it.each(["hello ", "Sending: ", "data:", "hi (there) ", "x = "])(
    "finds nothing but text in front in %j, before a message on the same line that is broken in another way",
    (text) => {
      for (const rest of [MESSAGE, MESSAGE.replaceAll('"', "'"), MESSAGE.replace(/}$/, ",}")])
        expect(nameOf(`${text}${rest}\n`)).toBe("text-in-front");
    },
  );

  it("repairs the message that was meant", () => {
    const texts = [
      "{'from': {'name': 'Ada', 'ip': '127.0.0.1'}, 'to': 'Bob', 'msg': 'it\\'s \\u2764'}",
      JSON.stringify(MESSAGE),
    ];
    const messages = texts.map((text) => decodeJsonMsg(findMistake(Buffer.from(text))?.repaired ?? new Uint8Array()));
    expect(messages.map((message) => message?.msg)).toEqual(["it's \u2764", "hi"]);
  });

  it("recognises single characters behind a name that silence ended", () => {
    const find = (text: string, isBehindSilence: boolean) => findMistake(Buffer.from(text), { isBehindSilence });
    for (const text of ["d", "d\r\n", "é\n"]) expect(find(text, true)?.mistake.name).toBe("cut-name");
    expect(find("d", false)).toBeNull();
    for (const text of ["hello", "da\n", "\n"]) expect(find(text, true)).toBeNull();
  });

  it.each([
    ["text by hand", "hello\n"],
    ["a greeting", "hi (there)"],
    ["an endpoint", "/list\n"],
    ["a word of Java", "Message"],
    ["an address", "ada@example.org"],
    ["a number", "92"],
    ["a bracket", "["],
    ["one quote", '"'],
    ["an empty object", "{}"],
    ["an unknown key", MESSAGE.replace("}", ', "time": "now"}')],
    ["a message that is cut", MESSAGE.slice(0, 40)],
    ["a length that is another", `00000001${MESSAGE.slice(1)}`],
    ["nothing", ""],
  ])("does not guess at %s", (_, text) => {
    expect(nameOf(text)).toBeUndefined();
  });

  it.each(["Ada", "Ada\n", "Zoë 🙂\n", 'Ada{"from"', "b'Ada'\n", "3\n", "name=Ada\n", "Array\n", "null\n"])(
    "has nothing to say about the name %j",
    (text) => {
      const reader = new HandshakeReader();
      expect((reader.push(Buffer.from(text)) ?? reader.finish()).kind).toBe("name");
      expect(nameOf(text, true)).toBeUndefined();
    },
  );

  it("looks at the first bytes alone", () => {
    const long = createJsonMsg("Ada", "", "Bob", "x".repeat(MAX_SEARCHED_BYTES));
    expect(nameOf(`b'${long}'`)).toBeUndefined();
    expect(nameOf(Buffer.concat([Uint8Array.of(0x1f, 0x8b, 8), Buffer.alloc(100_000)]))).toBe("gzip");
  });

  it("finds each mistake of the table in some sample, but those of foreign protocols", () => {
    const found = new Set([...MESSAGE_SAMPLES, ...NAME_SAMPLES].map(([name]) => name));
    const names = MISTAKES.filter(({ words }) => !words.startsWith("This looks like")).map(({ name }) => name);
    expect(new Set(names.filter((name) => !found.has(name)))).toEqual(
      new Set(["cut-name", "zstd", "dotnet-serialization"]),
    );
  });

  it("has words in ASCII, in at most 230 characters, that say what to do", () => {
    for (const { name, words } of MISTAKES) {
      expect(words, name).toMatch(/^[A-Z"][ -~]{10,228}[.)]$/);
      expect(name).toMatch(/^[a-z][a-z\d-]*$/);
    }
  });
});
