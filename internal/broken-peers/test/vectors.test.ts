import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { findToolchainProblem } from "../src/language.ts";
import { readVectors, VECTORS, type Vector } from "./vectors.ts";

const client = {
  ...(await import(join(import.meta.dirname, "../clients/chat-client.js"))),
  ...(await import(join(import.meta.dirname, "../clients/frames.js"))),
};
const server = {
  ...(await import(join(import.meta.dirname, "../servers/messages.js"))),
  ...(await import(join(import.meta.dirname, "../servers/names.js"))),
};

const problem = findToolchainProblem("python");

it.skipIf(problem !== null)("the bases in Python pass the vectors of their profiles", () => {
  const program = join(import.meta.dirname, "run_vectors.py");
  const output = execFileSync("python3", ["-B", "-S", program, VECTORS], { encoding: "utf8" });
  expect(output).toMatch(/^passed: [1-9]\d\d\n$/);
});

/** Whole, byte by byte, and cut in two: long ones in the middle alone. */
function waysToCut(bytes: Buffer): Buffer[][] {
  const cuts = bytes.length < 300 ? [...bytes.keys()] : [Math.floor(bytes.length / 2)];
  const single = bytes.length < 1_000 ? [[...bytes.keys()].map((at) => bytes.subarray(at, at + 1))] : [];
  return [[bytes], ...single, ...cuts.map((at) => [bytes.subarray(0, at), bytes.subarray(at)])];
}

class ServerReader extends server.FrameReader {
  parse(bytes: Buffer, offset: number) {
    return { message: super.parse(bytes, offset), offset };
  }

  itemsOf(frames: readonly object[]) {
    return frames.map((frame) => {
      if (!(frame instanceof server.Rejection)) return frame;
      const { code, offset, isFatal } = frame as unknown as { code: string; offset: number; isFatal: boolean };
      return { rejected: code, offset, isFatal };
    });
  }
}

function readStream(chunks: readonly Buffer[], maxBytes: number) {
  const reader = new ServerReader();
  reader.maxBytes = maxBytes;
  const items = chunks.flatMap((chunk) => reader.itemsOf(reader.push(chunk)));
  const [atEnd] = reader.itemsOf(reader.end());
  return { items, ...(atEnd && { atEnd }) };
}

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Each kind, and whether the base in JavaScript passes a vector of it. */
const serverRuns: Record<string, (input: Vector["input"], expected: Vector["expected"]) => boolean> = {
  decode: ({ bytes }, { message }) =>
    isDeepStrictEqual(
      attempt(() => server.parseMessage(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes))),
      message,
    ),
  stream: ({ bytes, maxMessageBytes = 65_536 }, expected) =>
    waysToCut(bytes).every((chunks) => isDeepStrictEqual(readStream(chunks, maxMessageBytes), expected)),
  handshake: ({ bytes, then }, expected) => {
    const outcome = server.readHandshake(bytes, then !== undefined);
    if (outcome === null) return expected.waits === true;
    if (outcome.problem || (outcome.name !== undefined && server.findNameProblem(outcome.name)))
      return "refused" in expected;
    return isDeepStrictEqual(
      outcome.name === undefined
        ? { skipped: true, offset: outcome.offset }
        : { name: outcome.name, endedByNewline: outcome.byNewline, offset: outcome.offset },
      expected,
    );
  },
  names: ({ names, text }, { same, valid }) =>
    names === undefined
      ? (server.findNameProblem(text) === null) === valid
      : (server.fold(names[0]) === server.fold(names[1])) === same,
};

describe("the base of servers in JavaScript", () => {
  it.each(["decode", "stream", "hostile", "handshake", "names"])("passes the vectors of %s", (kind) => {
    const run = serverRuns[kind === "hostile" ? "stream" : kind];
    const vectors = readVectors(kind, "server");
    expect(vectors.filter(({ input, expected }) => !run?.(input, expected)).map(({ id }) => id)).toEqual([]);
  });
});

function readAsClient(chunks: readonly Buffer[]) {
  const reader = new client.FrameReader();
  return chunks.flatMap((chunk) => reader.push(chunk));
}

describe("the base of clients in JavaScript", () => {
  const { comesBack, harmless } = client.ChatClient.prototype;

  it.each(["stream", "hostile", "decode"])("passes the vectors of %s", (kind) => {
    const failed = readVectors(kind, "client").filter(({ input, expected }) => {
      const messages =
        kind === "decode" ? [expected.message] : expected.items.map((item: { message: object }) => item.message);
      return !waysToCut(input.bytes).every((chunks) => isDeepStrictEqual(readAsClient(chunks), messages));
    });
    expect(failed.map(({ id }) => id)).toEqual([]);
  });

  it("passes the vectors of reconnect and harmless", () => {
    for (const { input, expected } of readVectors("reconnect", "client"))
      expect(comesBack(input.text, input.refused, input.awaySeconds), input.text).toBe(expected.comesBack);
    for (const { input, expected } of readVectors("harmless", "client")) {
      const text = harmless(input.text);
      expect([...expected.without].filter((character) => text.includes(character))).toEqual([]);
      expect(expected.keeps.filter((kept: string) => !text.includes(kept))).toEqual([]);
    }
  });
});
