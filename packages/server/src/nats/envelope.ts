import type { LinkBatch } from "../backplane/link-batch.ts";

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

/** Version of these formats, raised by every change. Envelopes of other versions are rejected. */
const VERSION = 1;

export function encodeEnvelope({ number, revision, batch, isProbe, hasGap }: Envelope): Buffer {
  const { heads, acks, lines } = batch;
  const head = [VERSION, number, revision, isProbe ? 1 : 0, hasGap ? 1 : 0, heads, acks];
  return Buffer.from(`${JSON.stringify(head)}\n${lines}`, "latin1");
}

/** @throws {SyntaxError} for a malformed envelope, or one of another version. */
export function decodeEnvelope(data: Uint8Array): Envelope {
  const { head, rest } = split(data);
  const [, number, revision, isProbe, hasGap, heads, acks] = head;
  if (!isCount(number) || !isCount(revision) || !isCounts(heads) || !isCounts(acks)) throw malformed();
  return { number, revision, batch: { lines: rest, heads, acks }, isProbe: isProbe === 1, hasGap: hasGap === 1 };
}

export function encodeShout({ number, revision, line }: ShoutEnvelope): Buffer {
  return Buffer.from(`${JSON.stringify([VERSION, number, revision])}\n${line}`, "latin1");
}

/** @throws {SyntaxError} for a malformed shout, or one of another version. */
export function decodeShout(data: Uint8Array): ShoutEnvelope {
  const { head, rest } = split(data);
  const [, number, revision] = head;
  if (!isCount(number) || !isCount(revision)) throw malformed();
  return { number, revision, line: rest };
}

/** Separates the JSON from the lines. Lines are plain ASCII, so a character is a byte. */
function split(data: Uint8Array): { readonly head: readonly unknown[]; readonly rest: string } {
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("latin1");
  const end = text.indexOf("\n");
  const head: unknown = JSON.parse(text.slice(0, end));
  if (!Array.isArray(head)) throw malformed();
  if (head[0] !== VERSION) throw new SyntaxError(`Version ${head[0]} instead of ${VERSION}: update all nodes.`);
  return { head, rest: text.slice(end + 1) };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isCount);
}

function malformed(): SyntaxError {
  return new SyntaxError("Not what a node sends.");
}

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
