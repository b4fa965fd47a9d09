import { isUtf8 } from "node:buffer";
import { createJsonMsg, decodeJsonMsg, serverTexts } from "@chat/protocol";
import { findMistake } from "@chat/protocol/mistakes";
import { assertThat, Failure, NotJudged } from "../checks/failure.ts";
import type { RuleNumber } from "../contract/contract-rules.ts";
import { findObjectEnd, type TakenMessage, takeMessage } from "../wire/take-frame.ts";
import { PATIENCE_MS, type Wire } from "../wire/wire.ts";

/** Silence that ends a name without a line feed, in milliseconds; longer than [C-31] says, for a busy machine. */
const QUIET_MS = 300;
const MEND_NAME = "Send the name first, as plain text in UTF-8, and a line feed behind it.";
const MEND_MESSAGE =
  "Make each message with the JSON library of your language: one object with the strings from.name, from.ip, to and msg.";
const MEND_ANSWER = "Answer users alone. Look at from.name: what SERVER says is never answered.";

interface ExpectOptions {
  readonly rules?: readonly RuleNumber[];
  readonly endpoint?: string;
}

/** The program's connection, as the server sees it. */
export class PlayedUser {
  readonly wire: Wire;
  /** Its name, as it has sent it, or as it was started with until then. */
  name: string;
  /** True when a line feed ended the name: the program has promised to frame [C-22]. */
  frames = false;
  #hasSpoken = false;

  constructor(wire: Wire, name: string) {
    this.wire = wire;
    this.name = name;
  }

  /** Reads the name as [C-30] says. @throws {Failure} when it is none, or another than the program was started with */
  async readName(): Promise<void> {
    await this.wire.wait(() => this.wire.unread[0] ?? null);
    if (this.wire.unread.length === 0) throw this.wire.unexpected("the name of the user", ["C-30"], MEND_NAME);
    for (let seen = 0; this.#findNameEnd() === null && seen < this.wire.unread.length; ) {
      seen = this.wire.unread.length;
      await this.wire.wait(() => (this.wire.unread.length > seen ? true : null), QUIET_MS);
    }
    const length = this.#findNameEnd() ?? this.wire.unread.length;
    this.frames = this.wire.unread[length] === 0x0a;
    const first = Buffer.from(this.wire.unread);
    const bytes = this.wire.take(this.frames ? length + 1 : length);
    const name = bytes.toString().trim();
    // What follows a name without a line feed is a message, or on its way.
    const isName = this.frames || findObjectEnd(this.wire.unread, 0) < 0 || holdsMessage(this.wire.unread);
    if (name === this.name && isName) return;
    const { mistake } = findMistake(first, { isNameDue: true }) ?? {};
    throw new Failure({ rules: ["C-30"], expected: this.name, came: first, mend: MEND_NAME, mistake });
  }

  /** Refuses the name, and closes [C-34]. */
  refuse(text: string): void {
    this.say("SERVER", text, "Guest");
    this.wire.end();
  }

  /** Writes a message of somebody to the program. */
  say(from: string, msg: string, to = this.name): void {
    this.wire.send(this.write(from, msg, to));
  }

  /** Returns the line for a message of somebody to the program. */
  write(from: string, msg: string, to = this.name): string {
    return `${createJsonMsg(from, from === "SERVER" ? "0.0.0.0" : "192.0.2.9", to, msg)}\n`;
  }

  /** Waits for the next message of the program; `null` when none comes in time. @throws {Failure} for what is no message, or is one to SERVER */
  async next(patienceMs = PATIENCE_MS): Promise<TakenMessage | null> {
    const message = await this.wire.wait(() => this.#take(), patienceMs);
    const expected = { words: "no answer to a text of the server" };
    // It would answer the answer too, and never stop.
    if (message?.to === "SERVER")
      throw new Failure({ rules: ["C-69"], expected, came: message.bytes, mend: MEND_ANSWER });
    return message;
  }

  /**
   * Waits for the next message to a user, or to this endpoint. Other requests are answered: a program may ask by itself.
   *
   * @throws {Failure} when none comes
   */
  async expectMessage({ rules, endpoint }: ExpectOptions = {}): Promise<TakenMessage> {
    for (;;) {
      const message = await this.next();
      if (!message) throw this.wire.unexpected(`a message to ${endpoint ?? "a user"}`, rules);
      if (message.to === endpoint || !message.to.startsWith("/")) return message;
      this.answer(message.to);
    }
  }

  /** @throws {NotJudged} for a program that takes each read for one message, and gets one at a time [C-23] */
  assertFrames(): void {
    if (!this.frames)
      throw new NotJudged("a program that sends its name without a line feed gets one message at a time");
  }

  /** @throws {Failure} when the program has said something of its own accord; a request may be one */
  assertQuiet(expected: string, rules?: readonly RuleNumber[]): void {
    const unread = this.wire.unread.toString().trim();
    assertThat(unread === "" || unread.includes('"/'), expected, unread, rules);
  }

  /** Answers requests until the program ends its side; false when it does not in time. */
  async serveToEnd(patienceMs = PATIENCE_MS): Promise<boolean> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const message = await this.next(deadline - performance.now());
      if (!message) return this.wire.ending !== "open";
      this.answer(message.to);
    }
  }

  /** Answers the requests that have come before a message to a user: a program may ask by itself, and hangs up without an answer [C-92]. */
  answerRequests(): void {
    for (;;) {
      const end = findObjectEnd(this.wire.unread, 0);
      const message = end < 0 ? null : decodeJsonMsg(this.wire.unread.subarray(this.wire.unread.indexOf("{"), end));
      if (!message?.to.startsWith("/")) return;
      this.wire.take(end);
      this.answer(message.to);
    }
  }

  /** Answers a request as a server does that has nobody else online. */
  answer(endpoint: string): void {
    const texts: Readonly<Record<string, string>> = {
      "/time": serverTexts.time.write(new Date()),
      "/list": serverTexts.userList.write({ names: [], count: 0, maxTextBytes: 900 }, false),
      "/help": serverTexts.help.write(["/standard", "/list", "/time", "/help", "/shout"], 900),
      "/standard": serverTexts.standard.write(),
      "/shout": serverTexts.shoutReceipt.write(0),
    };
    this.say("SERVER", texts[endpoint] ?? serverTexts.unknownCommand.write(endpoint));
  }

  #take(): TakenMessage | null {
    try {
      const message = takeMessage(this.wire, ["C-3"], MEND_MESSAGE, ["C-103"]);
      this.#hasSpoken ||= message !== null;
      return message;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const mistake = findMistake(this.wire.unread)?.mistake;
      const { came, rules } = error.details;
      const isText = !(came instanceof Uint8Array) || (isUtf8(came) && !mistake?.name.startsWith("utf-"));
      // Beside messages it is something that was added; without any it is what should be one.
      const isAdded = this.#hasSpoken || holdsMessage(this.wire.unread);
      throw new Failure({ ...error.details, rules: !isText ? ["C-2"] : isAdded ? rules : ["C-3"], mistake });
    }
  }

  /** Position of what ends the name; `null` while only silence could end it [C-31]. */
  #findNameEnd(): number | null {
    const end = this.wire.unread.findIndex((byte) => byte === 0x0a || byte === 0x7b);
    return end < 0 ? null : end;
  }
}

function holdsMessage(bytes: Buffer): boolean {
  const start = bytes.indexOf("{");
  const end = findObjectEnd(bytes, Math.max(start, 0));
  return start >= 0 && end > 0 && decodeJsonMsg(bytes.subarray(start, end)) !== null;
}
