import { once } from "node:events";
import type { Readable } from "node:stream";
import { type ChatClient, RequestFailedError } from "@chat/client-sdk";
import { ChatError, EndpointName, EVERYONE, isEndpoint, isSameName, MAX_MESSAGE_BYTES } from "@chat/protocol";
import { COMMANDS } from "../commands/table.ts";
import { type PromptLine, readPromptLine } from "../input/prompt-line.ts";
import { deliveryAfter } from "../session/delivery-tracker.ts";
import { NewestMap } from "../session/newest-map.ts";
import { EVERYONE_KEY, personKey, SERVER_KEY } from "../state/conversation.ts";
import { writeServerAddress } from "../state/server-address.ts";
import { showName } from "./event-line.ts";
import { type InputLine, readInputLines } from "./input-lines.ts";
import { Narrator, type NarratorOptions, type PlainExitCode } from "./narrator.ts";

/**
 * The number of direct messages after which a request proves that the server has processed them. The proof before it must
 * have come by then: an input of any length waits in its pipe, and not in memory or in the buffers of the network.
 */
const MESSAGES_PER_PROOF = 250;

/** The number of names that are known without quotes though they have several words: those that were seen last. */
const MAX_NAMES = 1_000;

/** The time that the server gets to confirm what was sent after a signal to leave, in milliseconds. */
const LAST_PROOF_MS = 2_000;

/** Sends the lines of an input to the chat, and reports events as lines. */
export class PlainSession {
  readonly #client: ChatClient;
  /** The receiver of each line; `undefined` when the line names it. */
  readonly #to: string | undefined;
  readonly #options: Omit<NarratorOptions, "names">;
  readonly #leaving: AbortSignal;
  /** Aborts when the time for the last proof is over. */
  readonly #leavingAtOnce = new AbortController();
  readonly #names = new NewestMap<string>(MAX_NAMES);
  readonly #narrator: Narrator;
  #sentSinceProof = 0;
  #proof: Promise<void> = Promise.resolve();

  /** Call it at once when the client has connected: it misses messages that come before. */
  constructor(to: string | undefined, options: Omit<NarratorOptions, "names">) {
    this.#client = options.client;
    this.#to = to;
    this.#options = options;
    this.#leaving = options.leaving.signal;
    this.#narrator = new Narrator({ ...options, names: this.#names });
    this.#leaving.addEventListener("abort", () => {
      setTimeout(() => this.#leavingAtOnce.abort(), LAST_PROOF_MS).unref();
    });
  }

  /**
   * Sends every line of the input, and leaves at its end.
   *
   * @returns the exit code, by what became of what was to be sent
   */
  async run(input: Readable): Promise<PlainExitCode> {
    this.#narrator.tell(`Joined ${writeServerAddress(this.#options.target)} as ${showName(this.#client.name)}.`);
    if (this.#to === undefined) await this.#learnNames();
    await this.#sendLines(input);
    // On a lost connection no proof is possible: its messages were reported as unconfirmed.
    if (this.#client.state.kind === "online") await this.#askForProof(this.#leavingAtOnce.signal);
    await this.#client.close();
    return this.#narrator.sumUp();
  }

  async #learnNames(): Promise<void> {
    try {
      const { count, names } = await this.#client.list({ signal: this.#leaving });
      for (const name of names) this.#names.set(name, name);
      this.#narrator.tell(
        count === 0 ? "Nobody else is online." : `Online (${count}): ${names.map(showName).join(", ")}`,
      );
    } catch (error) {
      // Without an answer, only the names of speakers are known.
      if (!(error instanceof ChatError) && !this.#leaving.aborted) throw error;
    }
  }

  async #sendLines(input: Readable): Promise<void> {
    for await (const inputLine of readInputLines(input, MAX_MESSAGE_BYTES, this.#leaving)) {
      const line = this.#readLine(inputLine);
      if (line.kind === "local" && line.command === "/quit") return;
      if (line.kind === "empty") continue;
      if (await this.#isOnline()) await this.#sendLine(inputLine.number, line);
      else this.#narrator.failures.unsent++;
      await this.#options.output.hasRoom(this.#leaving);
    }
  }

  #readLine(line: InputLine): PromptLine {
    if ("problem" in line) return { kind: "wrong", problem: line.problem };
    const { text } = line;
    if (this.#to === undefined) return readLine(text, this.#names.keys());
    if (isEndpoint(this.#to)) return { kind: "endpoint", endpoint: `/${this.#to.slice(1)}`, text };
    return isSameName(this.#to, EVERYONE) ? { kind: "say", text } : { kind: "direct", to: this.#to, text };
  }

  /** Waits while the connection is away, and returns false when it is time to leave. */
  async #isOnline(): Promise<boolean> {
    try {
      while (this.#client.state.kind !== "online") await once(this.#client, "state", { signal: this.#leaving });
    } catch (error) {
      if (!this.#leaving.aborted) throw error;
    }
    return !this.#leaving.aborted;
  }

  async #sendLine(number: number, line: PromptLine): Promise<void> {
    try {
      await this.#send(number, line);
    } catch (error) {
      this.#explainFailure(number, line, error);
    }
  }

  async #send(number: number, line: PromptLine): Promise<void> {
    const signal = this.#leaving;
    const ownName = this.#client.name;
    switch (line.kind) {
      case "direct":
        this.#narrator.log(personKey(line.to), "own", ownName, line.text);
        await this.#client.send(line.to, line.text, { signal });
        return await this.#proveNowAndThen();
      case "say": {
        this.#narrator.log(EVERYONE_KEY, "own", ownName, line.text);
        const receivers = await this.#client.shout(line.text, { signal });
        if (receivers === 0) this.#narrator.tell("Nobody else is online to read it.");
        return;
      }
      case "endpoint":
        this.#narrator.log(SERVER_KEY, "own", ownName, `${line.endpoint} ${line.text}`.trimEnd());
        return this.#narrator.tellAnswer(await this.#client.request(line.endpoint, line.text, { signal }));
      case "wrong":
        return this.#refuse(number, line.problem);
      case "local":
        return this.#refuse(number, `${line.command} is for the screen, and there is none with --plain.`);
      case "empty":
    }
  }

  #explainFailure(number: number, line: PromptLine, error: unknown): void {
    if (!(error instanceof ChatError)) {
      if (!this.#leaving.aborted) throw error;
      // It was written, and the wait for the answer was given up.
      return this.#doubt(number, line);
    }
    if (error instanceof RequestFailedError) this.#narrator.tellAnswer(error.message);
    if (deliveryAfter(error).kind === "unknown") this.#doubt(number, line);
    else if (error instanceof RequestFailedError) this.#narrator.failures.undelivered++;
    else this.#refuse(number, error.message);
  }

  /** Reports a line that may not have arrived. The client itself reports direct messages. */
  #doubt(number: number, { kind }: PromptLine): void {
    if (kind === "direct") return;
    this.#narrator.failures.unconfirmed++;
    this.#report(`Line ${number} may not have arrived: it was not answered.`);
  }

  #refuse(number: number, problem: string): void {
    this.#narrator.failures.unsent++;
    this.#report(`Line ${number} was not sent: ${problem}`);
  }

  #report(problem: string): void {
    this.#options.report(problem);
    this.#narrator.log(EVERYONE_KEY, "problem", "", problem);
  }

  async #proveNowAndThen(): Promise<void> {
    this.#sentSinceProof++;
    if (this.#sentSinceProof < MESSAGES_PER_PROOF) return;
    this.#sentSinceProof = 0;
    await this.#proof;
    this.#proof = this.#askForProof(this.#leaving);
  }

  /** Makes a request whose answer confirms what was sent before. Without an answer, the client reports what is unconfirmed. */
  async #askForProof(signal: AbortSignal): Promise<void> {
    try {
      await this.#client.time({ signal });
    } catch (error) {
      if (!(error instanceof ChatError) && !signal.aborted) throw error;
    }
  }
}

/** Reads a line as the prompt does, but for `/help`: there is no screen to show the help on, so that the server answers it. */
function readLine(text: string, names: Iterable<string>): PromptLine {
  const line = readPromptLine(text, { names, localCommands: COMMANDS, serverCommands: [] });
  const isHelp = line.kind === "local" && line.command === "/help";
  return isHelp ? { kind: "endpoint", endpoint: EndpointName.Help, text: "" } : line;
}
