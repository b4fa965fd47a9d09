import { createJsonMsg, serverTexts } from "@chat/protocol";
import { findMistake } from "@chat/protocol/mistakes";
import { Failure, type Mend } from "../checks/failure.ts";
import type { RuleNumber } from "../contract/contract-rules.ts";
import { type TakenMessage, takeMessage } from "../wire/take-frame.ts";
import { PATIENCE_MS, type Wire } from "../wire/wire.ts";

/** Silence that ends a name without a line feed, in milliseconds; longer than [C-31] says, for a busy machine. */
const QUIET_MS = 300;
const MEND_NAME = "Send the name first, as plain text in UTF-8, and a line feed behind it.";
const MEND_MESSAGE =
  "Make each message with the JSON library of your language: one object with the strings from.name, from.ip, to and msg.";

/** The program's connection, as the server sees it. */
export class PlayedUser {
  readonly wire: Wire;
  /** Its name, as it has sent it, or as it was started with until then. */
  name: string;
  /** True when a line feed ended the name: the program has promised to frame [C-22]. */
  frames = false;

  constructor(wire: Wire, name: string) {
    this.wire = wire;
    this.name = name;
  }

  /** Reads the name as [C-30] says. @throws {Failure} when it is none, or another than the program was started with */
  async readName(): Promise<void> {
    const end = await this.wire.wait(() => this.#findNameEnd());
    const isSilent = end === null && this.wire.ending === "open" && this.wire.unread.length === 0;
    if (isSilent || (end === null && this.wire.ending !== "open"))
      throw this.wire.unexpected("the name of the user", ["C-30"], MEND_NAME);
    if (end === null) await this.#waitForQuiet();
    const length = this.#findNameEnd() ?? this.wire.unread.length;
    this.frames = this.wire.unread[length] === 0x0a;
    const bytes = this.wire.take(this.frames ? length + 1 : length);
    const name = bytes.toString().trim();
    if (name === this.name) return;
    const { mistake } = findMistake(bytes, { isNameDue: true }) ?? {};
    throw new Failure({ rules: ["C-30"], expected: this.name, came: name, mend: MEND_NAME, mistake });
  }

  /** Answers the name with a welcome. */
  welcome(others: readonly string[] = []): void {
    const names = { names: others, count: others.length, maxTextBytes: 900 };
    this.say("SERVER", serverTexts.welcome.write(this.name, names));
  }

  /** Writes a message of somebody to the program. */
  say(from: string, msg: string, to = this.name): void {
    this.wire.send(this.write(from, msg, to));
  }

  /** Returns the line for a message of somebody to the program. */
  write(from: string, msg: string, to = this.name): string {
    return `${createJsonMsg(from, from === "SERVER" ? "0.0.0.0" : "192.0.2.9", to, msg)}\n`;
  }

  /** Waits for the next message of the program; `null` when none comes in time. @throws {Failure} for what is no message */
  async next(patienceMs = PATIENCE_MS): Promise<TakenMessage | null> {
    return await this.wire.wait(() => this.#take(), patienceMs);
  }

  /** Waits for the next message of the program. @throws {Failure} when none comes */
  async expectNext(
    what: string,
    details: { readonly mend?: Mend; readonly rules?: readonly RuleNumber[] } = {},
  ): Promise<TakenMessage> {
    const message = await this.next();
    if (message) return message;
    throw this.wire.unexpected(what, details.rules, details.mend);
  }

  #take(): TakenMessage | null {
    try {
      return takeMessage(this.wire, ["C-3"], MEND_MESSAGE);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const mistake = findMistake(this.wire.unread)?.mistake;
      throw new Failure({ ...error.details, mistake });
    }
  }

  /** Position of what ends the name; `null` while only silence could end it. */
  #findNameEnd(): number | null {
    const end = this.wire.unread.findIndex((byte) => byte === 0x0a || byte === 0x7b);
    return end < 0 ? null : end;
  }

  async #waitForQuiet(): Promise<void> {
    for (let length = -1; length < this.wire.unread.length; ) {
      length = this.wire.unread.length;
      await this.wire.wait(() => (this.wire.unread.length > length ? true : null), QUIET_MS);
    }
  }
}
