import { asciiJson, EVERYONE, GUEST, SERVER_IP, SERVER_NAME } from "@chat/protocol";

/** The parts of lines that depend on one user alone. */
export interface LineParts {
  /** Made by {@link startLine}. */
  readonly lineStart: string;
  /** Made by {@link addressLine}. */
  readonly lineTo: string;
}

/** The receiver of a line. */
export type Addressed = Pick<LineParts, "lineTo">;

/** Returns the bytes that a user's name has in a text on the wire. */
export function nameBytes({ lineTo }: Addressed): number {
  return lineTo.length - ADDRESS_OVERHEAD;
}

/** Returns the start of a direct message's line: the server's spelling of both names, never the client's [C-50]. */
export function directLineStart(from: LineParts, to: LineParts): string {
  return `${from.lineStart}${to.lineTo}`;
}

/** Completes a direct message's line with its text, a JSON string literal in plain ASCII. */
export function directLine(lineStart: string, textLiteral: string): string {
  return `${lineStart}${textLiteral}}\n`;
}

/** Returns the line of a shout, the same for all its receivers [C-63]. */
export function shoutLine(from: LineParts, text: string): string {
  return `${from.lineStart}${TO_ALL.lineTo}${asciiJson(text)}}\n`;
}

/** Returns a line from the server itself; without a receiver, one to a peer that has no name yet. */
export function serverLine(to: Addressed | null, text: string): string {
  return serverLineOf(to, asciiJson(text));
}

/** Returns a line from the server whose text is a JSON string literal in plain ASCII already. */
export function serverLineOf(to: Addressed | null, textLiteral: string): string {
  return `${FROM_SERVER}${to ? to.lineTo : TO_GUEST}${textLiteral}}\n`;
}

/** Returns the bytes of a server line around its text, without the text's own quotes. */
export function serverLineOverhead(to: Addressed): number {
  return FROM_SERVER.length + to.lineTo.length + '""}\n'.length;
}

/** A line for many receivers. It is in memory once, in however many outboxes it waits, so it counts once. */
export class SharedLine {
  readonly text: string;
  /** Outboxes that have not written it. */
  #holders = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Bytes of the line that each outbox answers for. */
  get bytesPerHolder(): number {
    return this.text.length / this.#holders;
  }

  /** Counts one more outbox that holds the line. Returns `true` for the first. */
  hold(): boolean {
    this.#holders += 1;
    return this.#holders === 1;
  }

  /** Counts an outbox that has written or dropped the line. Returns `true` for the last. */
  release(): boolean {
    this.#holders -= 1;
    return this.#holders === 0;
  }
}

/** Returns the start of each line from a user, up to the receiver. */
export function startLine(name: string, ip: string): string {
  return `{"from": {"name": ${asciiJson(name)}, "ip": ${asciiJson(ip)}}, "to": `;
}

/** Returns the middle of each line to a user, up to the text. */
export function addressLine(name: string): string {
  return `${asciiJson(name)}, "msg": `;
}

/** The receiver of a shout. */
export const TO_ALL: Addressed = { lineTo: addressLine(EVERYONE) };

const FROM_SERVER = startLine(SERVER_NAME, SERVER_IP);
const ADDRESS_OVERHEAD = addressLine("").length;
const TO_GUEST = addressLine(GUEST);
