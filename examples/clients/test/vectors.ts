import { readFileSync } from "node:fs";

/** Bytes as the vectors write them: a text, base64, or parts of these and of texts that are repeated. */
interface VectorBytes {
  readonly text?: string;
  readonly base64?: string;
  readonly repeat?: string;
  readonly times?: number;
  readonly parts?: readonly VectorBytes[];
}

/** A text as the vectors write it; as UTF-16 when JSON can't carry it, because it holds half of a character. */
type VectorText = string | { readonly "utf16le-base64": string };

interface VectorMessage {
  readonly from: { readonly name: string; readonly ip: string };
  readonly to: string;
  readonly msg: string | VectorBytes;
}

/** A vector of the contract. */
interface Vector<Input, Expected> {
  readonly id: string;
  readonly profiles?: readonly string[];
  readonly input: Input;
  readonly expected: Expected;
}

/** What a receiver finds: a message, or a frame that it rejects. */
interface Item {
  readonly message?: VectorMessage;
  readonly rejected?: string;
  readonly isFatal?: boolean;
}

/** A stream of bytes, and what a receiver finds in it. */
export type StreamVector = Vector<
  VectorBytes & { readonly maxMessageBytes?: number },
  { readonly items: readonly Item[]; readonly atEnd?: object }
>;

/** The four arguments of createJsonMsg, and the line that it returns. */
export type CreateVector = Vector<Record<"name" | "ip" | "to" | "msg", VectorText>, { readonly json?: string }>;

/** A text, and how it is shown. */
export type DisplayVector = Vector<{ readonly text?: string; readonly newlines?: string }, { readonly text: string }>;

/** Reads a file of the contract's vectors. */
export function readVectors<Kind>(name: string): readonly Kind[] {
  const url = new URL(`../../../packages/protocol/contract/vectors/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")).vectors;
}

/** Returns the bytes that a vector describes. */
export function bytesOf({ text, base64, repeat, times = 1, parts = [] }: VectorBytes): Buffer {
  const own = base64 === undefined ? Buffer.from(text ?? repeat?.repeat(times) ?? "") : Buffer.from(base64, "base64");
  return Buffer.concat([own, ...parts.map(bytesOf)]);
}

/** Returns a text that may be written out in parts. */
export function textOf(text: string | VectorBytes): string {
  return typeof text === "string" ? text : bytesOf(text).toString();
}
