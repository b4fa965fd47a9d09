import { once } from "node:events";
import { createInterface, emitKeypressEvents } from "node:readline";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { trickyText } from "../../test/support/tricky-text.ts";
import { type Keypress, keyName, typedText } from "./key-name.ts";

// Only carries the option; what it reads from never has any input.
const timing = createInterface({ input: new PassThrough(), escapeCodeTimeout: 5 });
afterAll(() => timing.close());

/** Returns the keys that readline decodes from bytes: all of a write at once, but an ESC alone only after a while. */
async function decode(bytes: string | Buffer): Promise<readonly Keypress[]> {
  const stream = new PassThrough();
  const keys: Keypress[] = [];
  stream.on("keypress", (_text: string | undefined, key: Keypress) => keys.push(key));
  emitKeypressEvents(stream, timing);
  const isDecoded = once(stream, "keypress");
  stream.write(bytes);
  await isDecoded;
  stream.destroy();
  return keys;
}

describe("keyName", () => {
  it.each([
    ["\x01", "C-a"],
    ["\x03", "C-c"],
    ["\x04", "C-d"],
    ["\x07", "C-g"],
    ["\x17", "C-w"],
    ["\x1a", "C-z"],
    ["\0", "C-Space"],
    ["\x1c", "C-\\"],
    ["\x1f", "C-_"],
    ["\x1bb", "M-b"],
    ["\x1bB", "M-b"],
    ["\x1b1", "M-1"],
    ["\x1b9", "M-9"],
    ["\x1b<", "M-<"],
    ["\x1b>", "M->"],
    ["\x1b/", "M-/"],
    ["\x1bé", "M-é"],
    ["\x1b ", "M-Space"],
    ["\x1b\x01", "C-M-a"],
    ["\x1b\0", "C-M-Space"],
    ["\x1b\x1ba", "M-a"],
    ["\x1b[A", "Up"],
    ["\x1bOA", "Up"],
    ["\x1b[B", "Down"],
    ["\x1b[D", "Left"],
    ["\x1b[C", "Right"],
    ["\x1b[1;5D", "C-Left"],
    ["\x1b[1;5C", "C-Right"],
    ["\x1bOd", "C-Left"],
    ["\x1b[1;3D", "M-Left"],
    ["\x1b[1;9C", "M-Right"],
    ["\x1b\x1b[D", "M-Left"],
    ["\x1b\x1bOC", "M-Right"],
    ["\x1b[1;2A", "S-Up"],
    ["\x1b[1;7C", "C-M-Right"],
    ["\x1b[1;4D", "M-S-Left"],
    ["\x1b[5~", "PgUp"],
    ["\x1b[6~", "PgDn"],
    ["\x1b[5;2~", "S-PgUp"],
    ["\x1b[6;3~", "M-PgDn"],
    ["\x1b\x1b[5~", "M-PgUp"],
    ["\x1b[H", "Home"],
    ["\x1bOH", "Home"],
    ["\x1b[1~", "Home"],
    ["\x1b[7~", "Home"],
    ["\x1b[F", "End"],
    ["\x1b[4~", "End"],
    ["\x1b[1;3H", "M-Home"],
    ["\x1b[1;3F", "M-End"],
    ["\x1b[2~", "Insert"],
    ["\x1b[3~", "Delete"],
    ["\x1b[3;5~", "C-Delete"],
    ["\x1bOP", "F1"],
    ["\x1b[11~", "F1"],
    ["\x1b[[A", "F1"],
    ["\x1b[24~", "F12"],
    ["\t", "Tab"],
    ["\x1b[Z", "S-Tab"],
    ["\x1b\t", "M-Tab"],
    ["\r", "Enter"],
    ["\x1b\r", "M-Enter"],
    ["\n", "C-j"],
    ["\x1b", "Esc"],
    ["\x1b\x1b", "Esc"],
    ["\x7f", "Backspace"],
    ["\b", "Backspace"],
    ["\x1b\x7f", "M-Backspace"],
  ])("names %j %s, which types nothing", async (bytes, name) => {
    const keys = await decode(bytes);
    expect(keys.map(keyName)).toEqual([name]);
    expect(keys.map(typedText)).toEqual([null]);
  });

  it.each(["\x1b[I", "\x1b[200~", "\x1b[201~", "\x1b[97;5u", "\x85"])("has no name for %j", async (bytes) => {
    const keys = await decode(bytes);
    expect(keys.map(keyName)).toEqual([null]);
    expect(keys.map(typedText)).toEqual([null]);
  });

  it("names every letter with Ctrl that the terminal can tell apart", async () => {
    for (const letter of "abcdefgklnopqrstuvwxyz") {
      const [key] = await decode(String.fromCharCode(letter.charCodeAt(0) - 0x60));
      expect(key && keyName(key)).toBe(`C-${letter}`);
    }
  });
});

describe("typedText", () => {
  it.each(["a", "A", "5", " ", "?", "é", "e\u0301", "👋", "👩\u200d👩\u200d👧", "日本", "🇮🇹", "a|b"])(
    "gives %s as typed, without a name for it",
    async (text) => {
      const keys = await decode(text);
      expect(keys.map(typedText).join("")).toBe(text);
      expect(keys.map(keyName)).toEqual(keys.map(() => null));
    },
  );

  it("gives a character that comes in two chunks whole", async () => {
    const stream = new PassThrough();
    emitKeypressEvents(stream, timing);
    const isDecoded = once(stream, "keypress");
    const bytes = Buffer.from("👋");
    stream.write(bytes.subarray(0, 2));
    stream.write(bytes.subarray(2));
    const [, key] = await isDecoded;
    expect(typedText(key)).toBe("👋");
  });

  it("gives text that comes in one chunk, as when it is pasted", () => {
    const plain = { ctrl: false, meta: false, shift: false };
    expect(typedText({ ...plain, sequence: "two words" })).toBe("two words");
    expect(typedText({ ...plain, sequence: "two\nlines" })).toBeNull();
    expect(typedText({ ...plain, sequence: "" })).toBeNull();
  });
});

it("keeps the one letter whose lower case is two", () => {
  expect(keyName({ sequence: "\u0130", ctrl: false, meta: true, shift: false })).toBe("M-\u0130");
});

it("reads whatever comes as a key, as text, or as nothing, never as both", () => {
  const key: fc.Arbitrary<Keypress> = fc.record({
    sequence: trickyText,
    name: fc.constantFrom(undefined, "a", "up", "escape", "undefined", "paste-start", "constructor", "`"),
    ctrl: fc.boolean(),
    meta: fc.boolean(),
    shift: fc.boolean(),
  });
  fc.assert(
    fc.property(key, (pressed) => {
      const name = keyName(pressed);
      const text = typedText(pressed);
      if (name !== null) expect(name).toMatch(/^(?:[CMS]-){0,3}(?:[A-Z][A-Za-z]+|F\d+|\P{Cc})$/u);
      if (text !== null) expect(text).not.toMatch(/\p{Cc}/u);
    }),
  );
});
