import { readServerText } from "@chat/protocol";
import { Failure, type Mend } from "../checks/failure.ts";
import { type TakenMessage, takeMessage } from "../wire/take-frame.ts";
import type { Wire } from "../wire/wire.ts";
import type { ServerScene } from "./server-scene.ts";

export interface JoinOptions {
  /**
   * What stands behind the name: with a line feed the user is one that frames.
   * @default "\n"
   */
  readonly behindName?: string;
}

const MEND_MESSAGE =
  "Make each message with the JSON library of your language: one object with the strings from.name, from.ip, to and msg, and a line feed behind it.";

const MEND_END =
  "When the input ends, answer what came before, then close. After a fatal rejection answer it, then close.";

/** The kinds of text that answer nothing and may come at any time [C-73]. */
const NOTICES = new Set(["notice", "mayNotHaveArrived"]);

/** A user that the kit plays against a server. */
export class ChatPeer {
  readonly wire: Wire;
  readonly name: string;
  readonly #scene: ServerScene;
  /** What the server has written that answers nothing [C-73]. */
  readonly notices: TakenMessage[] = [];

  constructor(scene: ServerScene, wire: Wire, name: string) {
    this.#scene = scene;
    this.wire = wire;
    this.name = name;
    wire.label = name;
  }

  static async join(scene: ServerScene, name: string, { behindName = "\n" }: JoinOptions = {}): Promise<ChatPeer> {
    const peer = new ChatPeer(scene, await scene.connect(name), name);
    peer.wire.send(`${name}${behindName}`);
    await peer.welcome();
    return peer;
  }

  /** Waits for the welcome of its name. @throws {Failure} for [C-33] when something else comes */
  async welcome(): Promise<TakenMessage> {
    const mend = `Answer a name that you accept with one message from SERVER to that name, whose text starts with "Welcome ${this.name}!".`;
    const message = await this.next("the welcome", mend, ["C-33"]);
    if (message.from.name === "SERVER" && message.to === this.name && message.msg.startsWith(`Welcome ${this.name}!`))
      return message;
    throw new Failure({
      rules: ["C-33"],
      expected: { words: `a welcome from SERVER to ${this.name}` },
      came: message.bytes,
      mend,
    });
  }

  /** Writes a message. `from` can be another one than its own. */
  say(to: string, msg: string, from: { readonly name?: string; readonly ip?: string } = {}): void {
    this.wire.send(`${this.write(to, msg, from)}\n`);
  }

  /** Returns a message as JSON, in the plainest spelling. */
  write(to: string, msg: string, { name = this.name, ip = "192.0.2.7" } = {}): string {
    return JSON.stringify({ from: { name, ip }, to, msg });
  }

  /**
   * Waits for the next message that this scene has caused: notices, and shouts of others, are put aside.
   *
   * @param what what is due, in words
   * @throws {Failure} when none comes
   */
  async next(what: string, mend: Mend, rules?: FailureRules): Promise<TakenMessage> {
    const message = await this.wire.wait(() => this.#take());
    if (message) return message;
    throw this.wire.unexpected(what, mend, rules);
  }

  /** Waits for the next message, which has to have this text, and returns it. */
  async expectText(text: string | RegExp, mend: Mend, rules?: FailureRules): Promise<TakenMessage> {
    const expected = typeof text === "string" ? text : { words: `a text like ${text}` };
    const message = await this.next(
      typeof text === "string" ? `the text "${text.slice(0, 100)}"` : expected.toString(),
      mend,
      rules,
    );
    const isRight = typeof text === "string" ? message.msg === text : text.test(message.msg);
    if (isRight && message.from.name === "SERVER" && message.to === this.name) return message;
    const came = isRight ? { words: `the text, but from ${message.from.name} to ${message.to}` } : message.msg;
    throw new Failure({ expected, came, mend, ...(rules && { rules }) });
  }

  /** Asks for the time, and returns all that came before the answer: what is not among it was never sent [C-69]. */
  async fence(
    mend: Mend = "Answer /time, in the order in which requests came.",
    rules: FailureRules = ["C-69"],
  ): Promise<TakenMessage[]> {
    const before: TakenMessage[] = [];
    this.say("/time", "");
    for (;;) {
      const message = await this.next("the answer to /time", mend, rules);
      if (message.from.name === "SERVER" && /^Server time: /.test(message.msg)) return before;
      before.push(message);
    }
  }

  /** Asks for the time; nothing may come before the answer. */
  async expectNothing(what: string, mend: Mend, rules?: FailureRules): Promise<void> {
    const [first] = await this.fence();
    if (first) throw new Failure({ expected: { words: what }, came: first.bytes, mend, ...(rules && { rules }) });
  }

  /** Shuts down its direction, and returns all that still comes. @throws {Failure} for [C-35] when the server does not close */
  async leave(): Promise<TakenMessage[]> {
    this.wire.end();
    return await this.readToEnd("the end of the connection, since the client has shut down its side", ["C-35"]);
  }

  /** Returns all that comes until the server closes. */
  async readToEnd(due: string, rules: FailureRules): Promise<TakenMessage[]> {
    const messages: TakenMessage[] = [];
    for (;;) {
      const message = await this.wire.wait(() => this.#take());
      if (message) messages.push(message);
      else if (this.wire.ending === "open") throw this.wire.unexpected(due, MEND_END, rules);
      else return messages;
    }
  }

  #take(): TakenMessage | null {
    for (;;) {
      const message = takeMessage(this.wire, ["C-3"], MEND_MESSAGE);
      if (!message) return null;
      const isShout = message.to === "Everyone" && !this.#scene.names.has(message.from.name);
      const isNotice = message.from.name === "SERVER" && NOTICES.has(readServerText(message.msg)?.kind ?? "");
      if (isNotice) this.notices.push(message);
      else if (!isShout) return message;
    }
  }
}

type FailureRules = readonly `C-${number}`[];
