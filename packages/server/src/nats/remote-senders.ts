import { foldName } from "@chat/protocol";
import { startLine } from "../delivery/line.ts";
import type { User } from "../delivery/user.ts";
import { isLineEnd, readLineStart, readSenderName } from "./border.ts";
import type { NameEntry, NameTable } from "./name-table.ts";

/** Senders that are remembered by the starts of their lines. */
const MAX_REMEMBERED = 4_096;

/** Checks lines from other nodes against the name table: a node speaks for its own users alone, and nobody for the server. */
export class RemoteSenders {
  readonly #names: NameTable;
  /** Entries by the starts of their users' lines: most lines come from a sender who has just written another. */
  readonly #remembered = new Map<string, NameEntry>();

  constructor(names: NameTable) {
    this.#names = names;
  }

  /** Checks that a line is one message from a user of that session to `receiver`, exactly as a node writes it. */
  isLine(line: string, session: string, receiver: Pick<User, "lineTo">): boolean {
    const lineStart = readLineStart(line);
    return isLineEnd(line, lineStart.length, receiver) && this.#isSender(lineStart, session);
  }

  #isSender(lineStart: string, session: string): boolean {
    const remembered = this.#remembered.get(lineStart);
    // An entry that was replaced or deleted has no user any more.
    if (remembered?.member && remembered.session === session) return true;
    const name = readSenderName(lineStart);
    if (name === null) return false;
    const entry = this.#names.find(foldName(name));
    if (!entry?.member || entry.session !== session || startLine(entry.name, entry.ip) !== lineStart) {
      return this.#names.departures.has(session, lineStart);
    }
    if (this.#remembered.size === MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(lineStart, entry);
    return true;
  }
}
