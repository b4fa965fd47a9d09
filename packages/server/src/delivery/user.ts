import { asciiJson, EVERYONE, foldName, GUEST, SERVER_IP, SERVER_NAME } from "@chat/protocol";
import type { Mailbox } from "../backplane/backplane.ts";

/**
 * Somebody online. The parts of every line that this user sends and receives are computed once, here, so that a
 * message costs no more than putting three strings together.
 */
export class User {
  readonly name: string;
  readonly ip: string;
  /** What two names share when they are the same name [C-44]. */
  readonly key: string;
  /** Start of each line from this user, up to the receiver. */
  readonly lineStart: string;
  /** Middle of each line to this user, up to the text. */
  readonly lineTo: string;
  /** Where this user's messages go, as long as it is online here: the backplane's note, which spares it a search. */
  mailbox: Mailbox | null = null;

  constructor(name: string, ip: string) {
    this.name = name;
    this.ip = ip;
    this.key = foldName(name);
    this.lineStart = startLine(name, ip);
    this.lineTo = addressLine(name);
  }
}

/** Bytes of a user's name in a text on the wire. */
export function nameBytes({ lineTo }: User): number {
  return lineTo.length - ADDRESS_OVERHEAD;
}

/** Start of a direct message's line: both names by the server's word, never by the client's [C-50]. */
export function directLineStart(from: User, to: User): string {
  return `${from.lineStart}${to.lineTo}`;
}

/** The rest of it, with the text as a JSON string literal in plain ASCII. */
export function directLine(lineStart: string, textLiteral: string): string {
  return `${lineStart}${textLiteral}}\n`;
}

/** The line of a shout, the same for all its receivers [C-63]. */
export function shoutLine(from: User, text: string): string {
  return `${from.lineStart}${TO_EVERYONE}${asciiJson(text)}}\n`;
}

/** A line that the server says itself; without a receiver, to a peer that has no name yet. */
export function serverLine(to: User | null, text: string): string {
  return serverLineOf(to, asciiJson(text));
}

/** The same, with the text as a JSON string literal in plain ASCII. */
export function serverLineOf(to: User | null, textLiteral: string): string {
  return `${FROM_SERVER}${to ? to.lineTo : TO_GUEST}${textLiteral}}\n`;
}

/** Bytes of a server line around its text, the text's own quotes aside. */
export function serverLineOverhead(to: User): number {
  return FROM_SERVER.length + to.lineTo.length + '""}\n'.length;
}

function startLine(name: string, ip: string): string {
  return `{"from": {"name": ${asciiJson(name)}, "ip": ${asciiJson(ip)}}, "to": `;
}

function addressLine(name: string): string {
  return `${asciiJson(name)}, "msg": `;
}

const FROM_SERVER = startLine(SERVER_NAME, SERVER_IP);
const ADDRESS_OVERHEAD = addressLine("").length;
const TO_EVERYONE = addressLine(EVERYONE);
const TO_GUEST = addressLine(GUEST);
