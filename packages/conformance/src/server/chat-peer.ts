import { setTimeout as pause } from "node:timers/promises";
import { createJsonMsg, type NameList, readServerText, serverTexts } from "@chat/protocol";
import { assertSame, assertThat, Failure, type Mend, NotJudged } from "../checks/failure.ts";
import type { RuleNumber } from "../contract/contract-rules.ts";
import { type TakenMessage, takeMessage } from "../wire/take-frame.ts";
import type { Wire } from "../wire/wire.ts";

export interface JoinOptions {
  /**
   * The text behind the name: with a line feed the user is one that frames.
   * @default "\n"
   */
  readonly behindName?: string;
  /**
   * The rules that are broken when the welcome does not come.
   * @default C-33
   */
  readonly rules?: Rules;
}

type Rules = readonly RuleNumber[];

const MEND_MESSAGE =
  "Make each message with the JSON library of your language: one object with the strings from.name, from.ip, to and msg, and a line feed behind it.";

const MEND_WELCOME =
  'Answer a name that you accept with one message from SERVER to that name, whose text starts with "Welcome <name>!".';
const MEND_BROKEN =
  "The connection broke while the name waited for its answer. See whether the server still runs, and what it printed last: no error of one connection may end it, a write to one that is gone (SIGPIPE) included.";
const MEND_TIME = "Answer /time by the server's time, in the order in which requests came.";
const MEND_END =
  "When the input ends, answer what came before, then close. After a fatal rejection answer it, then close.";

/** Time between two lists that are the same when nobody is leaving, in milliseconds. */
const SETTLING_MS = 300;

/** Says in words which text is due: most start with fixed words. */
function describe(text: RegExp): string {
  const [, start] = /^\^([^\\[\](){}|.*+?^$]+)$/.exec(text.source) ?? [];
  return start ? `a text that starts with "${start}"` : `a text like ${text}`;
}

/** The kinds of text that answer nothing and may come at any time [C-73]. */
const NOTICES = new Set(["notice", "mayNotHaveArrived", "disconnected", "shuttingDown"]);

/** The names that a scene has used: shouts of others are none of its business. */
interface SceneNames {
  readonly names: ReadonlySet<string>;
}

/** A user that the kit plays against a server. */
export class ChatPeer implements Disposable {
  readonly wire: Wire;
  name: string;
  readonly #scene: SceneNames;
  #welcomed: TakenMessage | null = null;
  /** Messages of the server that answer nothing [C-73]. */
  readonly notices: TakenMessage[] = [];

  constructor(scene: SceneNames, wire: Wire, name: string) {
    this.#scene = scene;
    this.wire = wire;
    this.name = name;
    wire.label = name;
  }

  /** The welcome that it got. */
  get welcomed(): TakenMessage {
    if (!this.#welcomed) throw new Error("There was no welcome yet.");
    return this.#welcomed;
  }

  /** Waits for the welcome of its name. @throws {Failure} when something else comes */
  async welcome(rules?: Rules): Promise<TakenMessage> {
    // A form of handshake is the matter of its check; a name and a line feed are that of the rule about welcomes.
    const broken: { rules: Rules; mend?: Mend } = rules ? { rules } : { rules: ["C-33"], mend: MEND_WELCOME };
    const message = await this.wire.wait(() => this.takeNow());
    const mend = this.wire.ending === "reset" && !rules ? MEND_BROKEN : broken.mend;
    if (!message) throw this.wire.unexpected("the welcome", broken.rules, mend);
    const { from, to, msg, bytes } = message;
    const isWelcome = from.name === "SERVER" && to === this.name && msg.startsWith(`Welcome ${this.name}!`);
    const expected = { words: `a welcome from SERVER to ${this.name}` };
    if (!isWelcome) throw new Failure({ expected, came: bytes, ...broken });
    this.#welcomed = message;
    return message;
  }

  /** Writes a message. `from` can be another one than its own. */
  say(to: string, msg: string, from: { readonly name?: string; readonly ip?: string } = {}): void {
    this.wire.send(`${this.write(to, msg, from)}\n`);
  }

  /** Returns a message as JSON, in plain ASCII. */
  write(to: string, msg: string, { name = this.name, ip = this.wire.socket.localAddress ?? "" } = {}): string {
    return createJsonMsg(name, ip, to, msg);
  }

  /**
   * Waits for the next message that this scene has caused: notices, and shouts of others, are put aside.
   *
   * @param what what is due, in words
   * @throws {Failure} when none comes
   */
  async next(what: string, rules?: Rules, mend?: Mend, patienceMs?: number): Promise<TakenMessage> {
    const message = await this.wire.wait(() => this.takeNow(), patienceMs);
    if (message) return message;
    throw this.wire.unexpected(what, rules, mend);
  }

  /** Waits for the next message, which has to have this text and come from this sender, and returns it. */
  async expectText(text: string | RegExp, rules?: Rules, sender = "SERVER", to = this.name): Promise<TakenMessage> {
    const words = typeof text === "string" ? `the text "${text.slice(0, 100)}"` : describe(text);
    const message = await this.next(words, rules);
    if (typeof text === "string") assertSame(message.msg, text, rules);
    else assertThat(text.test(message.msg), words, message.msg, rules);
    const senderRules = sender === "SERVER" ? (["C-61"] as const) : rules;
    assertSame(`from ${message.from.name} to ${message.to}`, `from ${sender} to ${to}`, senderRules);
    return message;
  }

  /** Sends a request, and waits for its answer, which has to have this text. */
  async ask(to: string, text: string | RegExp, rules?: Rules, msg = "?"): Promise<TakenMessage> {
    this.say(to, msg);
    return await this.expectText(text, rules);
  }

  /** Asks for the list of the others, and reads it. */
  async list(): Promise<NameList & Pick<TakenMessage, "bytes">> {
    const { msg, bytes } = await this.ask("/list", /^(Online users \(\d+\): .+|You are the only active user!)/s, [
      "C-62",
    ]);
    const { count, names, complete } = serverTexts.userList.read(msg) ?? { count: 0, names: [], complete: true };
    assertThat(!complete || count === names.length, "the number of the names behind it", msg, ["C-62"]);
    return { count, names, complete, bytes };
  }

  /** Lists the others until those of earlier checks have left: a busy server notices that late. */
  async settledList(): Promise<NameList> {
    let before = await this.list();
    for (let tries = 1; tries <= 20; tries += 1) {
      await pause(SETTLING_MS);
      const list = await this.list();
      if (list.count === before.count) return list;
      before = list;
    }
    throw new NotJudged("others come and go, so that nobody can say how many there are");
  }

  /** Waits for a refusal in words, from SERVER to Guest, and for the end of the connection [C-34]. */
  async expectRefusal(text = /^⛔ Error: /, rules?: Rules): Promise<void> {
    const words = `${describe(text)} from SERVER to Guest`;
    const { from, to, msg, bytes } = await this.next(words, rules);
    const isRefusal = from.name === "SERVER" && to === "Guest" && text.test(msg);
    assertThat(isRefusal, words, bytes, rules);
    await this.expectEnd(["C-34"]);
  }

  /** Waits for the end of the connection. */
  async expectEnd(rules?: Rules): Promise<void> {
    if (!(await this.wire.ended())) throw this.wire.unexpected("the end of the connection", rules, MEND_END);
  }

  /** Asks for the time, and returns all that came before the answer: what is not among it was never sent [C-69]. */
  async fence(rules?: Rules): Promise<TakenMessage[]> {
    const before: TakenMessage[] = [];
    this.say("/time", "?");
    for (;;) {
      const message = await this.next("the answer to /time", rules ?? ["C-69"], rules ? undefined : MEND_TIME);
      if (/^Server time: /.test(message.msg)) return before;
      before.push(message);
    }
  }

  /** Asks for the time; nothing may come before the answer. */
  async expectNothing(words: string, rules?: Rules): Promise<void> {
    const [first] = await this.fence();
    assertThat(!first, words, first?.bytes ?? "", rules);
  }

  /** Returns all that still comes. @throws {Failure} when the server does not close */
  async readToEnd(rules: Rules): Promise<TakenMessage[]> {
    const messages: TakenMessage[] = [];
    for (;;) {
      const message = await this.wire.wait(() => this.takeNow());
      if (!message) break;
      messages.push(message);
    }
    await this.expectEnd(rules);
    return messages;
  }

  /** Breaks off: the name is free again. */
  [Symbol.dispose](): void {
    this.wire[Symbol.dispose]();
  }

  /** Takes the next message, if it has come. */
  takeNow(): TakenMessage | null {
    for (;;) {
      const message = takeMessage(this.wire, ["C-3"], MEND_MESSAGE, ["C-103"]);
      if (!message) return null;
      const isShout = message.to === "Everyone" && !this.#scene.names.has(message.from.name);
      const isNotice = message.from.name === "SERVER" && NOTICES.has(readServerText(message.msg)?.kind ?? "");
      if (isNotice) this.notices.push(message);
      else if (!isShout) return message;
    }
  }
}
