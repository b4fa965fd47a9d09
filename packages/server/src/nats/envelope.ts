import type { LinkBatch } from "../backplane/link-batch.ts";
import { type CarriedAct, readAct } from "./act-border.ts";
import { isBatch, isCount, isCounts, Malformed, parseJson } from "./border.ts";
import { MAX_ACT_BYTES } from "./timing.ts";

/** A message from one node to another: a line of JSON, followed by the lines for users as they will be written. */
export interface Envelope {
  /** Counts the envelopes of one session to one other, from 1. A gap shows that some were lost. */
  readonly number: number;
  /** The revision up to which the sender has read the log. The receiver handles the envelope after reading as far. */
  readonly revision: number;
  readonly batch: LinkBatch;
  /** True when the sender wants an envelope in reply. */
  readonly isProbe: boolean;
  /** True when the sender has found a gap before: all messages in flight to it may not have arrived. */
  readonly hasGap: boolean;
}

/** A shout, to all nodes at once. */
export interface ShoutEnvelope {
  /** Counts the shouts of a session. */
  readonly number: number;
  readonly revision: number;
  readonly line: string;
}

/** An act of an operator, to all nodes at once, or the answer of one of them. */
export interface ActEnvelope {
  /** Counts the acts of a session. An answer has that of its act. */
  readonly number: number;
  readonly revision: number;
  readonly act: CarriedAct;
}

/** Version of these formats and of the numbers in them, raised by every change. Envelopes of other versions are dropped. */
const VERSION = 2;

export function encodeEnvelope({ number, revision, batch, isProbe, hasGap }: Envelope): Buffer {
  const { heads, acks, lines } = batch;
  const head = [VERSION, number, revision, isProbe ? 1 : 0, hasGap ? 1 : 0, heads, acks];
  return Buffer.from(`${JSON.stringify(head)}\n${lines}`, "latin1");
}

/** Returns an envelope, or why it is dropped. */
export function decodeEnvelope(data: Uint8Array): Envelope | Malformed {
  const parts = split(data);
  if (typeof parts === "string") return parts;
  const [, number, revision, isProbe, hasGap, heads, acks] = parts.head;
  if (!isCount(number) || !isCount(revision) || !isCounts(heads) || !isCounts(acks)) return Malformed.Envelope;
  const batch = { lines: parts.rest, heads, acks };
  if (!isBatch(batch)) return Malformed.Batch;
  return { number, revision, batch, isProbe: isProbe === 1, hasGap: hasGap === 1 };
}

export function encodeShout({ number, revision, line }: ShoutEnvelope): Buffer {
  return Buffer.from(`${JSON.stringify([VERSION, number, revision])}\n${line}`, "latin1");
}

/** Returns a shout, or why it is dropped. */
export function decodeShout(data: Uint8Array): ShoutEnvelope | Malformed {
  const parts = split(data);
  if (typeof parts === "string") return parts;
  const [, number, revision] = parts.head;
  return isCount(number) && isCount(revision) ? { number, revision, line: parts.rest } : Malformed.Envelope;
}

export function encodeAct({ number, revision, act }: ActEnvelope): Buffer {
  return Buffer.from(`${JSON.stringify([VERSION, number, revision])}\n${JSON.stringify(act)}`);
}

/** Returns an act, or why it is dropped. */
export function decodeAct(data: Uint8Array): ActEnvelope | Malformed {
  if (data.length > MAX_ACT_BYTES) return Malformed.Act;
  const envelope = decodeShout(data);
  if (typeof envelope === "string") return envelope;
  const { number, revision, line } = envelope;
  const act = readAct(Buffer.from(line, "latin1"));
  return act ? { number, revision, act } : Malformed.Act;
}

/** All characters of a head. Most junk ends here, without an attempt to parse it. */
const HEAD = /^\[[\d,[\]]+\]$/;

/** Separates the JSON from the lines, in which a character is a byte: lines are plain ASCII, which the border checks. */
function split(data: Uint8Array): { readonly head: readonly unknown[]; readonly rest: string } | Malformed {
  const end = data.indexOf(NEWLINE);
  if (end === -1) return Malformed.Envelope;
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("latin1");
  const first = text.slice(0, end);
  const head = HEAD.test(first) ? parseJson(first) : null;
  if (!Array.isArray(head)) return Malformed.Envelope;
  return head[0] === VERSION ? { head, rest: text.slice(end + 1) } : Malformed.Version;
}

const NEWLINE = 0x0a;

/** Bytes for one line's part of the head: three numbers with commas. */
const HEAD_BYTES = 60;
const ACK_BYTES = 20;

/** Splits a batch that is larger than the broker carries. A single line always fits. */
export function* splitBatch(batch: LinkBatch, maxBytes: number): Iterable<LinkBatch> {
  const { lines, heads, acks } = batch;
  if (lines.length + (heads.length / 3) * HEAD_BYTES + acks.length * ACK_BYTES <= maxBytes) return yield batch;
  const acksAtOnce = Math.floor(maxBytes / ACK_BYTES);
  for (let start = 0; start < acks.length; start += acksAtOnce) {
    yield { lines: "", heads: [], acks: acks.slice(start, start + acksAtOnce) };
  }
  let [firstHead, start, end] = [0, 0, 0];
  for (let head = 0; head < heads.length; head += 3) {
    const length = heads[head + 1] as number;
    const bytes = end - start + length + ((head - firstHead) / 3 + 1) * HEAD_BYTES;
    if (bytes > maxBytes && head > firstHead) {
      yield { lines: lines.slice(start, end), heads: heads.slice(firstHead, head), acks: [] };
      [firstHead, start] = [head, end];
    }
    end += length;
  }
  if (firstHead < heads.length) yield { lines: lines.slice(start), heads: heads.slice(firstHead), acks: [] };
}
