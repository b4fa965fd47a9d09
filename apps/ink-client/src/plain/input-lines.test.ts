import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { type InputLine, readInputLines } from "./input-lines.ts";

const never = new AbortController().signal;

async function readAll(chunks: (string | Buffer)[], maxBytes = 100): Promise<InputLine[]> {
  return await gather(readInputLines(Readable.from(chunks), maxBytes, never));
}

async function gather(lines: AsyncIterable<InputLine>): Promise<InputLine[]> {
  const gathered: InputLine[] = [];
  for await (const line of lines) gathered.push(line);
  return gathered;
}

function texts(...expected: string[]): InputLine[] {
  return expected.map((text, index) => ({ number: index + 1, text }));
}

describe("readInputLines", () => {
  it("gives the same lines however the input was cut", async () => {
    const bytes = Buffer.from("one\r\n\nthrée 👍\nlast");
    const expected = texts("one", "", "thrée 👍", "last");
    expect(await readAll([bytes])).toEqual(expected);
    expect(await readAll([...bytes].map((byte) => Buffer.of(byte)))).toEqual(expected);
  });

  it("ends with the last line feed", async () => {
    expect(await readAll(["one\ntwo\n"])).toEqual(texts("one", "two"));
    expect(await readAll([])).toEqual([]);
  });

  it("drops a byte order mark at the start", async () => {
    expect(await readAll(["\ufeffone\n"])).toEqual(texts("one"));
  });

  it.each([
    ["FF FE", "utf16le" as const],
    ["FE FF", null],
  ])("decodes UTF-16 by its byte order mark %s, however it is cut", async (_mark, littleEndian) => {
    const bytes = Buffer.from("\ufeffone\r\n\nthrée 👍 Ċਊ\nlast", "utf16le");
    if (!littleEndian) bytes.swap16();
    const expected = texts("one", "", "thrée 👍 Ċਊ", "last");
    expect(await readAll([bytes])).toEqual(expected);
    expect(await readAll([...bytes].map((byte) => Buffer.of(byte)))).toEqual(expected);
  });

  it.each(["one\ntwo\n", "раз\nдва\n"])("refuses UTF-16 without a byte order mark: %j", async (text) => {
    const littleEndian = Buffer.from(text, "utf16le");
    const bigEndian = Buffer.from(littleEndian).swap16();
    for (const bytes of [littleEndian, bigEndian]) {
      for (const line of await readAll([bytes]))
        expect(line).toMatchObject({ problem: expect.stringMatching(/NUL.*save the input as UTF-8/) });
    }
  });

  it("refuses a line with a NUL, and goes on behind it", async () => {
    expect(await readAll(["one\nt\0o\nthree\n"])).toEqual([
      { number: 1, text: "one" },
      { number: 2, problem: expect.stringContaining("NUL") },
      { number: 3, text: "three" },
    ]);
  });

  it("tells of a line that is too long, and goes on behind it", async () => {
    const longLine = { number: 2, problem: "it is longer than 5 bytes." };
    expect(await readAll(["12345\n123456\nnext\n"], 5)).toEqual([
      { number: 1, text: "12345" },
      longLine,
      { number: 3, text: "next" },
    ]);
    expect(await readAll(["1\n", "1".repeat(1000), "2".repeat(1000)], 5)).toEqual([{ number: 1, text: "1" }, longLine]);
  });

  it("tells of a line that is no text, and goes on behind it", async () => {
    expect(await readAll([Buffer.from([0xe9, 0x0a]), "next"])).toEqual([
      { number: 1, problem: "it is no UTF-8 text." },
      { number: 2, text: "next" },
    ]);
  });

  it("reads no further than lines are taken", async () => {
    const taken: string[] = [];
    const input = Readable.from(
      (function* () {
        for (const line of ["1\n", "2\n", "3\n", "4\n"]) {
          taken.push(line);
          yield line;
        }
      })(),
      { highWaterMark: 1 },
    );
    const lines = readInputLines(input, 100, never);
    await lines.next();
    expect(taken.length).toBeLessThan(4);
    await lines.return();
  });

  it("gives what it has read when the signal aborts, and ends", async () => {
    const stop = new AbortController();
    const input = new PassThrough();
    input.write("1\n2\n3");
    const lines = readInputLines(input, 100, stop.signal);
    expect((await lines.next()).value).toEqual({ number: 1, text: "1" });
    stop.abort();
    expect((await lines.next()).value).toEqual({ number: 2, text: "2" });
    expect(await lines.next()).toEqual({ done: true, value: undefined });
    expect(input.destroyed).toBe(true);
  });

  it("tells when the input fails", async () => {
    const input = new PassThrough();
    const lines = readInputLines(input, 100, never);
    input.destroy(new Error("the disk is gone"));
    const problem = "the input can't be read: the disk is gone.";
    expect(await gather(lines)).toEqual([{ number: 1, problem }]);
  });
});
