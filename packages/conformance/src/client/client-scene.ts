import { EventEmitter, once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import type { NamedCheck } from "../checks/check.ts";
import { Failure, NotJudged } from "../checks/failure.ts";
import type { Scene } from "../checks/run-checks.ts";
import { seededRandom } from "../random.ts";
import { PATIENCE_MS, Wire } from "../wire/wire.ts";
import { PlayedUser } from "./played-user.ts";
import { Program } from "./program.ts";
import { type ActionName, type Recipe, stepsOf } from "./recipe.ts";

/** The way in which the client under judgement is started. */
export interface Launch {
  /** The command with `{host}`, `{port}` and `{name}`; `null` when a person starts the client. */
  readonly command: readonly string[] | null;
  readonly recipe: Recipe;
  /** Port to listen on: 0 for one that the system chooses. */
  readonly port: number;
  /** Tells a person to start the client. */
  readonly onWaiting: (host: string, port: number, name: string) => void;
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

  constructor(launch: Launch, { name }: NamedCheck<ClientScene>, seed: string) {
    this.#launch = launch;
    this.#port = launch.port;
    this.random = seededRandom(`${seed} ${name}`);
    this.name = `Ada${Math.floor(this.random() * 900 + 100)}`;
    this.#changes.setMaxListeners(0);
  }

  /** Starts the program, and waits for its first connection, on which it has not been answered yet. */
  async start(): Promise<PlayedUser> {
    await this.listen();
    const { command, recipe, onWaiting } = this.#launch;
    const words = { host: "127.0.0.1", port: String(this.#port), name: this.name };
    if (command) {
      const filled = command.map((part) =>
        part.replace(/\{(host|port|name)\}/g, (_, word: keyof typeof words) => words[word]),
      );
      this.program = await Program.start(filled, recipe.terminal);
      this.program.onChange = () => this.#changes.emit("change");
      if (recipe.start !== undefined) await this.act("start", words);
    } else onWaiting(words.host, this.#port, this.name);
    const user = await this.accept(command ? PATIENCE_MS : 120_000);
    if (user) return user;
    throw new NotJudged(`the program did not connect: ${this.program?.ending ?? "it runs, and does nothing"}`);
  }

  /** Starts the program, reads its name and welcomes it. */
  async join(others: readonly string[] = []): Promise<PlayedUser> {
    const user = await this.start();
    await user.readName();
    user.welcome(others);
    return user;
  }

  /** Waits for the next connection; `null` when none comes in time. */
  async accept(patienceMs = PATIENCE_MS): Promise<PlayedUser | null> {
    const count = this.#accepted;
    await this.until(() => this.wires.length > count, patienceMs);
    const wire = this.wires[count];
    if (wire) this.#accepted += 1;
    return wire ? new PlayedUser(wire, this.name) : null;
  }

  /** Lets the program do something, as the recipe says. @throws {NotJudged} when it doesn't say */
  async act(action: ActionName, words: Readonly<Record<string, string>> = {}): Promise<void> {
    for (const step of stepsOf(this.#launch.recipe, action, { name: this.name, ...words })) {
      if (typeof step !== "string") await this.until(() => this.#shown.includes(step.wait), PATIENCE_MS);
      this.program?.typeLine(typeof step === "string" ? step : step.type);
    }
  }

  /** Waits until the program shows a text. @throws {NotJudged} when the recipe doesn't say where, {Failure} when it does not */
  async expectShown(text: string, details: Partial<Pick<Failure["details"], "mend" | "rules">> = {}): Promise<void> {
    this.assertShows();
    if (await this.until(() => this.#shown.includes(text), PATIENCE_MS)) return;
    throw new Failure({
      expected: { words: `the program shows "${text}"` },
      came: this.#shown.slice(-2_000),
      ...details,
    });
  }

  /** What the program has shown. @throws {NotJudged} when the recipe doesn't say where to look */
  get shown(): string {
    this.assertShows();
    return this.#shown;
  }

  assertShows(): void {
    if (!this.program || !this.#launch.recipe.shows)
      throw new NotJudged("a recipe has to say where the program shows messages");
  }

  /** Listens, on the same port as before. */
  async listen(): Promise<void> {
    if (this.#server) return;
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      this.wires.push(new Wire(socket, "server", `the program, connection ${this.wires.length + 1}`));
      this.#changes.emit("change");
    });
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
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

  get #shown(): string {
    return this.program?.output[this.#launch.recipe.shows ?? "stdout"] ?? "";
  }
}
