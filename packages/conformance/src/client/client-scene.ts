import { EventEmitter, once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { displayText, serverTexts } from "@chat/protocol";
import { assertThat, Failure, NotJudged } from "../checks/failure.ts";
import type { Scene } from "../checks/run-checks.ts";
import type { RuleNumber } from "../contract/contract-rules.ts";
import { chooseOwnPort } from "../own-ports.ts";
import { Program } from "../program.ts";
import { seededRandom } from "../random.ts";
import { PATIENCE_MS, Wire } from "../wire/wire.ts";
import { PlayedUser } from "./played-user.ts";
import { type ActionName, type Recipe, stepsOf } from "./recipe.ts";

/** Time in which a program starts and connects; a busy machine may need seconds. */
const START_MS = 30_000;
/** Longest time in which a program comes back: 30 s by [C-90], and some for a busy machine. */
const RETURN_MS = 35_000;
/** Time after which a program that should stay away would have come back: far more than the first waits of [C-90]. */
const AWAY_MS = 10_000;
/** Number of times that a line is written to a program that takes each read for one message, and the time between two, in milliseconds. */
const MAX_DELIVERIES = 20;
const DELIVERY_MS = 1_000;
/** Longest time in which a program shows that it has read a message; one that shows nothing of it costs all of it. */
const GAP_MS = 5_000;
/** Number of ports that are tried until one is free. */
const MAX_PORT_TRIES = 50;
/** Connections of one program that are taken. A program that hammers has shown enough by then. */
const MAX_CONNECTIONS = 100;

/** The way in which the client under judgement is started. */
export interface Launch {
  /** The command with `{host}`, `{port}` and `{name}`; `null` when a person starts the client. */
  readonly command: readonly string[] | null;
  readonly recipe: Recipe;
  /** The folder that it runs in; without it that of the kit. */
  readonly folder?: string;
  /**
   * Port to listen on.
   * @default one that is free
   */
  readonly port?: number;
  /** Tells a person to start the client. */
  readonly onWaiting?: (host: string, port: number, name: string) => void;
}

/** The means of a check of a client: a server of its own, which the check plays, and the program that is judged. */
export class ClientScene implements Scene {
  readonly wires: Wire[] = [];
  readonly random: () => number;
  /** The name that the program is started with. */
  readonly name: string;
  program: Program | null = null;
  readonly #launch: Launch;
  #server: Server | null = null;
  #port: number;
  #accepted = 0;
  readonly #changes = new EventEmitter();

  constructor(launch: Launch, seed: string) {
    this.#launch = launch;
    this.#port = launch.port ?? 0;
    this.random = seededRandom(seed);
    this.name = launch.recipe.name.replace("{name}", `Ada${Math.floor(this.random() * 900 + 100)}`);
    this.#changes.setMaxListeners(0);
  }

  /** Starts the program anew, and reads its name, which has not been answered yet. */
  async start(): Promise<PlayedUser> {
    if (this.program) {
      await this.program[Symbol.asyncDispose]();
      // It may have come back meanwhile: that is no connection of the next one, which gets a port of its own.
      this.stopListening();
      this.#port = this.#launch.port ?? 0;
      this.#accepted = this.wires.length;
    }
    await this.listen();
    const { command, recipe, onWaiting, folder } = this.#launch;
    const words = { host: "127.0.0.1", port: String(this.#port), name: this.name };
    if (command) {
      this.program = await Program.start(command, { words, needsTerminal: recipe.terminal, folder });
      this.program.onChange = () => this.#changes.emit("change");
      if (recipe.start !== undefined) await this.act("start", words);
    } else onWaiting?.(words.host, this.#port, this.name);
    const user = await this.accept(command ? START_MS : 120_000);
    if (user) {
      await user.readName();
      return user;
    }
    if (this.program?.isThere === false)
      throw new NotJudged(`the program ${this.program.ending}; is the command right?`);
    const expected = { words: "a connection of the program" };
    const printed = this.program?.output.stdout.slice(-200);
    const came = `${this.#describeProgram()} Its standard output ${printed ? `ends with "${displayText(printed)}"` : "is empty"}.`;
    const mend =
      "Connect to the host and the port of the command line at once, before anything is typed. Your command hands them over where it has {host}, {port} and {name}. When the program has ended, start it yourself in the same way and see why.";
    throw new Failure({ rules: ["C-30"], expected, came: { words: came }, mend });
  }

  /** Starts the program, reads its name and welcomes it. */
  async join(others: readonly string[] = []): Promise<PlayedUser> {
    const user = await this.start();
    await this.welcome(user, others);
    return user;
  }

  /** Answers the name with a welcome. */
  async welcome(user: PlayedUser, others: readonly string[] = []): Promise<void> {
    const names = { names: others, count: others.length, maxTextBytes: 900 };
    await this.say(user, "SERVER", serverTexts.welcome.write(user.name, names));
  }

  /**
   * Writes a message of somebody to the program, and waits until it shows something: nobody types before. One that takes each read for
   * one message gets time to read it: the next message must not come in the same read.
   */
  async say(user: PlayedUser, from: string, text: string, to = user.name): Promise<void> {
    const before = this.#output.length;
    user.say(from, text, to);
    if (!user.frames || this.#launch.recipe.shows) await this.until(() => this.#output.length > before, GAP_MS);
  }

  /** Waits for the next connection; `null` when none comes in time. */
  async accept(patienceMs = PATIENCE_MS): Promise<PlayedUser | null> {
    const count = this.#accepted;
    await this.until(() => this.wires.length > count, patienceMs);
    const wire = this.wires[count];
    if (wire) this.#accepted += 1;
    return wire ? new PlayedUser(wire, this.name) : null;
  }

  /** True when the recipe says how the program does this. */
  can(action: ActionName): boolean {
    return this.#launch.recipe[action] !== undefined;
  }

  /** Lets the program do something, as the recipe says. @throws {NotJudged} when it doesn't say */
  async act(action: ActionName, words: Readonly<Record<string, string>> = {}): Promise<void> {
    if (!this.program) throw new NotJudged("a person uses the program, and the kit can't");
    for (const step of stepsOf(this.#launch.recipe, action, { name: this.name, ...words })) {
      if (typeof step !== "string") await this.until(() => this.#output.includes(step.wait), PATIENCE_MS);
      this.program.typeLine(typeof step === "string" ? step : step.type);
    }
  }

  /** Lets the program send a text to Bob. @throws {NotJudged} when the recipe doesn't say how */
  async sendToBob(text: string): Promise<void> {
    await this.act("direct", { to: "Bob", text });
  }

  /** Waits until the program has taken all that was typed from its input; false when it has not in time. */
  async isInputTaken(patienceMs: number): Promise<boolean> {
    return await this.until(() => this.program?.untakenLines === 0, patienceMs);
  }

  /**
   * Waits until the program shows a text.
   *
   * @throws {NotJudged} when the recipe doesn't say where
   * @throws {Failure} when it does not
   */
  async expectShown(text: string, rules?: readonly RuleNumber[]): Promise<void> {
    if (!(await this.until(() => this.shown.includes(text), PATIENCE_MS))) throw this.#missing(text, rules);
  }

  /** Waits until the program tells its user a text, where it shows messages or where it complains. */
  async expectTold(text: string): Promise<void> {
    const isTold = () => this.shown.includes(text) || this.program?.output.stderr.includes(text) === true;
    if (!(await this.until(isTold, PATIENCE_MS))) throw this.#missing(text);
  }

  /**
   * Writes a line to the program, which shows this part of it. A program that takes each read for one message gets it until it is
   * shown: it may lose what comes together with something else [C-23].
   */
  async deliver(user: PlayedUser, line: string, part: string, rules?: readonly RuleNumber[]): Promise<void> {
    for (let tries = user.frames ? 1 : MAX_DELIVERIES; tries > 0; tries -= 1) {
      user.answerRequests();
      user.wire.send(line);
      if (await this.until(() => this.shown.includes(part), user.frames ? PATIENCE_MS : DELIVERY_MS)) return;
    }
    throw this.#missing(part, rules);
  }

  /** Waits for a new connection, on which the program gives the name of before. @throws {Failure} when none comes */
  async expectReturn(rules?: readonly RuleNumber[]): Promise<PlayedUser> {
    const user = await this.accept(RETURN_MS);
    if (user) {
      await user.readName();
      return user;
    }
    const expected = { words: "the program comes back by itself" };
    throw new Failure({ expected, came: { words: this.#describeProgram() }, rules });
  }

  /** Waits as long as a hasty program needs to come back. @throws {Failure} when it does */
  async expectNoReturn(rules?: readonly RuleNumber[]): Promise<void> {
    if (!(await this.accept(AWAY_MS))) return;
    const expected = { words: "the program does not come back by itself" };
    throw new Failure({ expected, came: { words: "a new connection" }, rules });
  }

  /** @throws {Failure} when the program has ended or hung up */
  assertOnline(user: PlayedUser, rules?: readonly RuleNumber[]): void {
    const isOnline = (this.program?.ending ?? null) === null && user.wire.ending === "open";
    const came = { words: `${this.#describeProgram()} The connection is ${user.wire.ending}.` };
    assertThat(isOnline, "the program goes on, and stays connected", came, rules);
  }

  /** The text that the program has shown. @throws {NotJudged} when the recipe doesn't say where to look */
  get shown(): string {
    if (!this.program || !this.#launch.recipe.shows)
      throw new NotJudged("a recipe has to say where the program shows messages");
    return this.#output;
  }

  /** @throws {NotJudged} for a program in a terminal: what is the program's own and what is a text of others looks the same there */
  assertNoTerminal(): void {
    if (this.#launch.recipe.terminal) throw new NotJudged("in a terminal nobody can tell where a text is shown");
  }

  /** Listens, on the same port as before. */
  async listen(): Promise<void> {
    if (this.#server) return;
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      if (this.wires.length === MAX_CONNECTIONS) this.stopListening();
      this.wires.push(new Wire(socket, "server", `the program, connection ${this.wires.length + 1}`));
      this.#changes.emit("change");
    });
    for (let tries = this.#port === 0 ? MAX_PORT_TRIES : 1; !server.listening; tries -= 1) {
      server.listen(this.#port || chooseOwnPort(), "127.0.0.1");
      await once(server, "listening").catch((error) => {
        if (tries === 1) throw new NotJudged(`the kit can't listen: ${error.message}`);
      });
    }
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Takes no more connections: the program sees a server that is down. */
  stopListening(): void {
    this.#server?.close();
    this.#server = null;
  }

  /** Waits until the test is true; false when it is not in time, or the program has ended. */
  async until(test: () => boolean, patienceMs: number): Promise<boolean> {
    const deadline = performance.now() + patienceMs;
    while (!test()) {
      const restMs = deadline - performance.now();
      if (restMs <= 0 || (this.program && this.program.ending !== null)) return false;
      await once(this.#changes, "change", { signal: AbortSignal.timeout(Math.ceil(restMs)) }).catch(() => undefined);
    }
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stopListening();
    for (const wire of this.wires) wire[Symbol.dispose]();
    await this.program?.[Symbol.asyncDispose]();
  }

  get #output(): string {
    return this.program?.output[this.#launch.recipe.shows ?? "stdout"] ?? "";
  }

  #missing(text: string, rules?: readonly RuleNumber[]): Failure {
    const came = { words: `${this.#describeProgram()} It has shown last: "${displayText(this.shown.slice(-200))}"` };
    return new Failure({ expected: { words: `the program shows "${text}"` }, came, rules });
  }

  #describeProgram(): string {
    return this.program?.describe() ?? "The program runs.";
  }
}
