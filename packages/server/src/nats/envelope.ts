import type { LinkBatch } from "../backplane/link-batch.ts";

// What nodes send one another: a line of JSON, and behind it the lines for users, as they will be written.

/** What goes from one node to another. */
export interface Envelope {
  /** Counts the envelopes of one session to one other, from 1: a gap shows what was lost. */
  readonly number: number;
  /** How far the sender has read the log of names: whoever has read less waits with this until it has read as much. */
  readonly revision: number;
  readonly batch: LinkBatch;
  /** The sender wants a sign of life. */
  readonly isQuestion: boolean;
  /** The sender has missed something that went before: all that is on the account may not have arrived. */
  readonly hasMissed: boolean;
}

/** A shout, to all nodes at once. */
export interface ShoutEnvelope {
  /** Counts the shouts of a session. */
  readonly number: number;
  readonly revision: number;
  readonly line: string;
}

/** Raised by every change of these formats: what has another version is not understood. */
const VERSION = 1;

export function encodeEnvelope({ number, revision, batch, isQuestion, hasMissed }: Envelope): Buffer {
  const { heads, reports, lines } = batch;
  const head = [VERSION, number, revision, isQuestion ? 1 : 0, hasMissed ? 1 : 0, heads, reports];
  return Buffer.from(`${JSON.stringify(head)}\n${lines}`, "latin1");
}

/** @throws {SyntaxError} for what is no envelope, or one of another version. */
export function decodeEnvelope(data: Uint8Array): Envelope {
  const { head, rest } = split(data);
  const [, number, revision, isQuestion, hasMissed, heads, reports] = head;
  if (!isCount(number) || !isCount(revision) || !isCounts(heads) || !isCounts(reports)) throw malformed();
  return {
    number,
    revision,
    batch: { lines: rest, heads, reports },
    isQuestion: isQuestion === 1,
    hasMissed: hasMissed === 1,
  };
}

export function writeShout({ number, revision, line }: ShoutEnvelope): Buffer {
  return Buffer.from(`${JSON.stringify([VERSION, number, revision])}\n${line}`, "latin1");
}

/** @throws {SyntaxError} for what is no shout, or one of another version. */
export function readShout(data: Uint8Array): ShoutEnvelope {
  const { head, rest } = split(data);
  const [, number, revision] = head;
  if (!isCount(number) || !isCount(revision)) throw malformed();
  return { number, revision, line: rest };
}

/** Lines are plain ASCII, so a character is a byte. */
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

/** Room for one line's part of the head: three numbers with commas. */
const HEAD_BYTES = 60;
const REPORT_BYTES = 20;

/** Cuts a batch where it is larger than the broker carries. A single line always fits. */
export function* cutBatch(batch: LinkBatch, maxBytes: number): Iterable<LinkBatch> {
  const { lines, heads, reports } = batch;
  if (lines.length + (heads.length / 3) * HEAD_BYTES + reports.length * REPORT_BYTES <= maxBytes) return yield batch;
  const reportsAtOnce = Math.floor(maxBytes / REPORT_BYTES);
  for (let start = 0; start < reports.length; start += reportsAtOnce) {
    yield { lines: "", heads: [], reports: reports.slice(start, start + reportsAtOnce) };
  }
  let [firstHead, start, end] = [0, 0, 0];
  for (let head = 0; head < heads.length; head += 3) {
    const length = heads[head + 1] as number;
    const bytes = end - start + length + ((head - firstHead) / 3 + 1) * HEAD_BYTES;
    if (bytes > maxBytes && head > firstHead) {
      yield { lines: lines.slice(start, end), heads: heads.slice(firstHead, head), reports: [] };
      [firstHead, start] = [head, end];
    }
    end += length;
  }
  if (firstHead < heads.length) yield { lines: lines.slice(start), heads: heads.slice(firstHead), reports: [] };
}
