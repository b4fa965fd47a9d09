import { addCheckWord, CHECK_WORD_LENGTH, hasCheckWord } from "@chat/accounting";
import type { ReceivedMessage } from "@chat/protocol";

/** Which stream of a sender's a message belongs to: each has its own sequence numbers. */
export const StreamKind = { Direct: "d", Shout: "s" } as const;
export type StreamKind = (typeof StreamKind)[keyof typeof StreamKind];

/** The text of a message of ours: it identifies the message. */
export interface Stamp {
  /** The run that it belongs to: several testers can use one server. */
  readonly run: string;
  readonly kind: StreamKind;
  /** The client that sent it. */
  readonly sender: number;
  /** Counts up from 0 in the stream: of shouts one for each sender, of direct messages one for each sender and receiver. */
  readonly sequence: number;
  /** Time of sending, in microseconds of the machine's monotonic clock. */
  readonly sentAtUs: number;
  /** Delay of the sending against the due time, in microseconds. */
  readonly lateUs: number;
}

const PADDING = "abcdefghijklmnopqrstuvwxyz0123456789".repeat(40);

/**
 * Writes a stamp as a text of at least `minBytes`. It ends in a check word over everything before.
 *
 * @param text - a text to carry along; none of its own by default
 */
export function writeStamp(
  { run, kind, sender, sequence, sentAtUs, lateUs }: Stamp,
  minBytes: number,
  text = "",
): string {
  const stamp = `${run} ${kind} ${sender} ${sequence} ${sentAtUs} ${lateUs} ${text}`;
  const missing = minBytes - stamp.length - CHECK_WORD_LENGTH;
  return addCheckWord(missing > 0 ? stamp + pad(missing) : stamp);
}

/** Reads the stamp of a message; `null` when its text is none. */
export function readMessageStamp(message: Pick<ReceivedMessage, "msg" | "msgLiteral">): Stamp | null {
  // JSON writes a stamp as it is, so decoding is needed for another spelling alone: a tester has to be cheap.
  return readStamp(message.msgLiteral.slice(1, -1)) ?? readStamp(message.msg);
}

/** Reads a stamp back; `null` for a text that is none, or not what was written. */
export function readStamp(text: string): Stamp | null {
  if (!hasCheckWord(text)) return null;
  const [run, kind, ...numbers] = text.split(" ", 6);
  if (run === undefined || (kind !== StreamKind.Direct && kind !== StreamKind.Shout)) return null;
  const sender = Number(numbers[0]);
  const sequence = Number(numbers[1]);
  const sentAtUs = Number(numbers[2]);
  const lateUs = Number(numbers[3]);
  // Anybody may write a check word: what reaches the counters and the histograms is a number all the same.
  if (!isCount(sender) || !isCount(sequence) || !isCount(sentAtUs) || !isCount(lateUs)) return null;
  return { run, kind, sender, sequence, sentAtUs, lateUs };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function pad(length: number): string {
  return length <= PADDING.length
    ? PADDING.slice(0, length)
    : PADDING.repeat(Math.ceil(length / PADDING.length)).slice(0, length);
}
