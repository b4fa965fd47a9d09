import type { ChatClient, ClientEvents, SentMessage } from "@chat/client-sdk";
import { type ChatMessage, EVERYONE, SERVER_NAME } from "@chat/protocol";
import { explainConnectProblem, hasFallenSilent } from "../connect-problem.ts";
import type { ConversationLogs } from "../log-files/conversation-logs.ts";
import { AddressWatch } from "../session/address-watch.ts";
import { UNDELIVERABLE_REASONS } from "../session/delivery-tracker.ts";
import type { JoinTarget } from "../state/chat-state.ts";
import { EVERYONE_KEY, personKey, SERVER_KEY } from "../state/conversation.ts";
import type { LineKind } from "../state/log-line.ts";
import { showName, writeMessageLine, writeNoticeLine } from "./event-line.ts";
import type { LineOutput } from "./line-output.ts";

export interface NarratorOptions {
  readonly client: ChatClient;
  readonly target: JoinTarget;
  readonly output: LineOutput;
  /** The names that were seen last. */
  readonly names: Map<string, string>;
  /** The log files; `null` when none are wanted. */
  readonly logs: ConversationLogs | null;
  /** Reports a problem with the input or the connection. */
  report(problem: string): void;
  /** Aborts when it is time to leave: by the user, or because the chat or the reader of the output has gone. */
  readonly leaving: AbortController;
}

/** The exit codes of the plain mode for what became of the messages. */
export const PlainExitCode = {
  /** All that was sent is confirmed. */
  Confirmed: 0,
  /** Something was certainly not sent or not delivered, or the chat was lost. */
  Failed: 1,
  /** Nothing is known to have failed, and something may not have arrived. */
  Unconfirmed: 3,
} as const;
export type PlainExitCode = (typeof PlainExitCode)[keyof typeof PlainExitCode];

/** Writes each event of the chat as a line, and counts the messages of ours that failed. */
export class Narrator {
  readonly failures = { undelivered: 0, unconfirmed: 0, unsent: 0 };
  readonly #options: NarratorOptions;
  readonly #addresses = new AddressWatch();
  #isLost = false;
  #isLate = false;

  constructor(options: NarratorOptions) {
    this.#options = options;
    this.#listen();
    void this.#readNoFasterThanOutput();
  }

  tell(text: string): void {
    this.#options.output.write(writeNoticeLine(text, Date.now()));
    this.log(EVERYONE_KEY, "notice", "", text);
  }

  tellAnswer(msg: string): void {
    const answer = { from: { name: SERVER_NAME, ip: "" }, to: this.#options.client.name, msg };
    this.#options.output.write(writeMessageLine(answer, Date.now()));
    this.log(SERVER_KEY, "server", SERVER_NAME, msg);
  }

  log(key: string, kind: LineKind, from: string, text: string): void {
    this.#options.logs?.write(key, { at: Date.now(), kind, from, text });
  }

  /** Reports the failures, and returns the exit code. */
  sumUp(): PlainExitCode {
    const { undelivered, unconfirmed, unsent } = this.failures;
    if (undelivered + unconfirmed + unsent > 0) {
      this.#options.report(`Not delivered: ${undelivered}. Not confirmed: ${unconfirmed}. Not sent: ${unsent}.`);
    }
    if (this.#isLost || undelivered + unsent > 0) return PlainExitCode.Failed;
    return unconfirmed > 0 ? PlainExitCode.Unconfirmed : PlainExitCode.Confirmed;
  }

  #listen(): void {
    const client = this.#options.client;
    client.on("message", (message) => {
      const warning = this.#addresses.note(message.from);
      if (warning !== null) this.tell(warning);
      this.#tellMessage(message);
    });
    client.on("shout", (message) => this.#tellMessage(message));
    client.on("notice", ({ text }) => this.tell(text));
    client.on("malformed", ({ reason }) => this.tell(`The server sent what is no message: ${reason}`));
    client.on("undeliverable", (event) => this.#tellUndeliverable(event));
    client.on("uncertain", ({ to, count }) => {
      this.failures.unconfirmed += count;
      this.tell(`${count} messages to ${showName(to)}, who has gone, may not have arrived.`);
    });
    client.on("state", (state) => this.#reportLateness(state.kind === "online" && state.lateMs > 0));
    client.on("disconnected", ({ error, unconfirmed }) => {
      this.tell(hasFallenSilent(error) ? `The connection was lost. ${error.message}` : "The connection was lost.");
      this.#tellUnconfirmed(unconfirmed);
      this.#options.logs?.markConnection(false);
    });
    client.on("reconnecting", ({ attempt, delayMs, error }) => {
      const problem = attempt === 1 ? "" : `${explainConnectProblem(error, this.#options.target)} `;
      this.tell(`${problem}Trying again in ${(delayMs / 1_000).toFixed(1)} s.`);
    });
    client.on("reconnected", () => {
      this.tell("The connection is back.");
      this.#options.logs?.markConnection(true);
    });
    client.on("closed", (event) => this.#close(event));
  }

  /** Stops reading from the server while lines wait for the reader of the output. */
  async #readNoFasterThanOutput(): Promise<void> {
    for await (const _ of this.#options.client.messages())
      await this.#options.output.hasRoom(this.#options.leaving.signal);
  }

  #tellMessage(message: ChatMessage): void {
    const { name } = message.from;
    this.#options.names.set(name, name);
    this.#options.output.write(writeMessageLine(message, Date.now()));
    this.log(message.to === EVERYONE ? EVERYONE_KEY : personKey(name), "message", name, message.msg);
  }

  #tellUndeliverable({ message, reason }: ClientEvents["undeliverable"][0]): void {
    if (reason === "too-large" || reason === "queue-full") this.failures.unsent++;
    else this.failures.undelivered++;
    const why = reason === "receiver-busy" ? "who can't take more right now" : UNDELIVERABLE_REASONS[reason];
    this.tell(`Not delivered to ${showName(message.to)}, ${why}: ${message.text}`);
  }

  /** Reports once that an answer is late, and once that it has come. */
  #reportLateness(isLate: boolean): void {
    if (isLate === this.#isLate) return;
    this.#isLate = isLate;
    if (isLate) this.#options.report("The server does not answer.");
    else if (this.#options.client.state.kind === "online") this.#options.report("The server answers again.");
  }

  #tellUnconfirmed(messages: readonly SentMessage[]): void {
    this.failures.unconfirmed += messages.length;
    for (const { to, text } of messages) this.tell(`Not confirmed, to ${showName(to)}: ${text}`);
  }

  #close({ error, unconfirmed, unsent }: ClientEvents["closed"][0]): void {
    this.#tellUnconfirmed(unconfirmed);
    this.failures.unsent += unsent.length;
    for (const { to, text } of unsent) this.tell(`Not sent, to ${showName(to)}: ${text}`);
    if (!error) return;
    this.#isLost = true;
    this.#options.report(explainConnectProblem(error, this.#options.target));
    this.#options.leaving.abort();
  }
}
