import { readServerText } from "@chat/protocol";
import { assertSame, assertThat, Failure, type Mend } from "../checks/failure.ts";
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
  name: string;
  readonly #scene: ServerScene;
  #welcomed: TakenMessage | null = null;
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

  /** The welcome that it got. */
  get welcomed(): TakenMessage {
    if (!this.#welcomed) throw new Error("There was no welcome yet.");
    return this.#welcomed;
  }

  /** Waits for the welcome of its name. @throws {Failure} for [C-33] when something else comes */
  async welcome(): Promise<TakenMessage> {
    const mend = `Answer a name that you accept with one message from SERVER to that name, whose text starts with "Welcome ${this.name}!".`;
    const message = await this.next("the welcome", mend, ["C-33"]);
    const { from, to, msg, bytes } = message;
    const isWelcome = from.name === "SERVER" && to === this.name && msg.startsWith(`Welcome ${this.name}!`);
    assertThat(isWelcome, `a welcome from SERVER to ${this.name}`, bytes, mend, ["C-33"]);
    this.#welcomed = message;
    return message;
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

  /** Waits for the next message, which has to have this text and come from this sender, and returns it. */
  async expectText(
    text: string | RegExp,
    mend: Mend,
    rules?: FailureRules,
    sender: string = "SERVER",
  ): Promise<TakenMessage> {
    const words = typeof text === "string" ? `the text "${text.slice(0, 100)}"` : `a text like ${text}`;
    const message = await this.next(words, mend, rules);
    const isRight = typeof text === "string" ? message.msg === text : text.test(message.msg);
    if (typeof text === "string") assertSame(message.msg, text, mend, rules);
    assertThat(isRight, words, message.msg, mend, rules);
    assertThat(message.from.name === sender, `the sender ${sender}`, message.from.name, mend, rules);
    assertThat(message.to === this.name, `the receiver ${this.name}`, message.to, mend, rules);
    return message;
  }

  /** Waits for a refusal in words, from SERVER to Guest, and for the end of the connection [C-34]. */
  async expectRefusal(text: RegExp, mend: Mend, rules?: FailureRules): Promise<void> {
    const message = await this.next(`a refusal like ${text}`, mend, rules);
    const { from, to, msg } = message;
    const isRefusal = from.name === "SERVER" && to === "Guest";
    assertThat(isRefusal && text.test(msg), `a text like ${text} from SERVER to Guest`, message.bytes, mend, rules);
    if (!(await this.wire.ended())) throw this.wire.unexpected("the end of the connection", MEND_END, ["C-34"]);
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
