import type { ChatMessage } from "../src/chat-message.ts";
import { type Handshake, HandshakeReader } from "../src/handshake.ts";
import { MessageReader, type MessageReaderOptions, type ReaderItem } from "../src/message-reader.ts";
import type { RejectionCode } from "../src/rejection.ts";

/** Findings of a receiver in a stream, in the words of the vectors: everything that peers have to agree on. */
export interface Reading {
  readonly items: readonly Finding[];
  readonly atEnd?: RejectedFinding;
}

export type Finding = { readonly message: ChatMessage; readonly offset: number } | RejectedFinding;

export interface RejectedFinding {
  readonly rejected: RejectionCode;
  readonly offset: number;
  readonly isFatal: boolean;
}

/** Reads a stream that arrives in these chunks, to its end. */
export function readStream(chunks: readonly Uint8Array[], options?: MessageReaderOptions): Reading {
  const reader = new MessageReader(options);
  const items: Finding[] = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let item = reader.next(); item; item = reader.next()) items.push(toFinding(item));
  }
  const atEnd = reader.end();
  return atEnd ? { items, atEnd: toFinding(atEnd) as RejectedFinding } : { items };
}

function toFinding(item: ReaderItem): Finding {
  if (item.kind === "message") return { message: item.message, offset: item.offset };
  return { rejected: item.code, offset: item.offset, isFatal: item.isFatal };
}

/** Outcome of a handshake, in the words of the vectors. */
export type HandshakeReading =
  | { readonly name: string; readonly endedByNewline: boolean; readonly offset: number }
  | { readonly skipped: true; readonly offset: number }
  | { readonly refused: string }
  | { readonly waits: true };

/** Reads a handshake that arrives in these chunks; `isOver` when nothing more comes. */
export function readHandshake(chunks: readonly Uint8Array[], isOver: boolean): HandshakeReading {
  const reader = new HandshakeReader();
  for (const [index, chunk] of chunks.entries()) {
    const handshake = reader.push(chunk);
    if (handshake) return toReading(handshake, chunks.slice(0, index + 1));
  }
  return isOver ? toReading(reader.finish(), chunks) : { waits: true };
}

function toReading(handshake: Handshake, read: readonly Uint8Array[]): HandshakeReading {
  if (handshake.kind === "refused") return { refused: handshake.problem.code };
  const { offset, rest } = handshake;
  if (!Buffer.from(rest).equals(Buffer.concat(read).subarray(offset))) {
    throw new Error(`What follows the name is not what came after byte ${offset}.`);
  }
  if (handshake.kind === "message") return { skipped: true, offset };
  return { name: handshake.name, endedByNewline: handshake.endedByNewline, offset };
}

/** Cuts bytes at these positions, which are sorted. */
export function cutAt(bytes: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const bounds = [0, ...positions, bytes.length];
  return bounds.slice(1).map((end, index) => bytes.subarray(bounds[index], end));
}

/** Cuts bytes into single ones. */
export function cutEverywhere(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1));
}
