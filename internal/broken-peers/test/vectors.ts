import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of the contract's vectors. */
export const VECTORS = join(import.meta.dirname, "../../../packages/protocol/contract/vectors");

/** A vector whose bytes and texts are written out. Its other fields depend on its kind. */
export interface Vector {
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: each kind of vector has another form, which the test knows
  readonly input: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly expected: any;
}

/** Returns the vectors of a kind that name a profile. An input that is bytes has them in `bytes`. */
export function readVectors(kind: string, profile: "client" | "server"): readonly Vector[] {
  const { vectors } = JSON.parse(readFileSync(join(VECTORS, `${kind}.json`), "utf8"));
  return vectors
    .filter(({ profiles }: { profiles: string[] }) => profiles.includes(profile))
    .map(({ id, input, expected }: Vector) => ({
      id,
      input: { ...input, bytes: bytesOf(input), text: textOf(input.text ?? input) },
      expected: writeOut(expected),
    }));
}

type Source = { text?: unknown; base64?: string; repeat?: string; times?: number; parts?: Source[] };

function bytesOf({ text, base64, repeat, times, parts }: Source): Buffer {
  if (parts !== undefined) return Buffer.concat(parts.map(bytesOf));
  if (base64 !== undefined) return Buffer.from(base64, "base64");
  if (repeat !== undefined) return Buffer.from(repeat.repeat(times ?? 1));
  return Buffer.from(typeof text === "string" ? text : "");
}

function textOf(text: unknown): unknown {
  if (typeof text !== "object" || text === null) return text;
  if ("utf16le-base64" in text) return Buffer.from(String(text["utf16le-base64"]), "base64").toString("utf16le");
  return bytesOf(text as Source).toString();
}

/** Returns an expected value with its long texts written out. */
function writeOut(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(writeOut);
  if (typeof value !== "object" || value === null) return value;
  if ("parts" in value || "utf16le-base64" in value) return textOf(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, writeOut(inner)]));
}
