import { setTimeout as pause } from "node:timers/promises";
import { Failure, NotJudged } from "../checks/failure.ts";
import type { Scene } from "../checks/run-checks.ts";
import { seededRandom } from "../random.ts";
import { Wire } from "../wire/wire.ts";
import { ChatPeer, type JoinOptions } from "./chat-peer.ts";

/** Longest time after which a name is free again, in milliseconds: at once by [C-46], and a busy machine needs a while. */
const FREEING_MS = 4_000;
/** Pause before a name is tried again, in milliseconds. */
const RETRY_MS = 20;

const MEND_NAME = "Free a name as soon as its connection has ended, however that happens.";

const MEND_GONE =
  "The server was there and has gone: see what it printed last. No error of one connection may end it, a write to one that is gone (SIGPIPE) included. To find the check that ends it, start it again and run the checks one by one with --check.";

/** The server that is judged. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** The means of a check of a server: connections and users of its own. Other checks play with the same server at the same time. */
export class ServerScene implements Scene {
  /** The servers that have accepted a connection: one that goes then is reported once. */
  static readonly #reached = new WeakMap<Target, "there" | "gone">();
  readonly wires: Wire[] = [];
  /** Random numbers from 0 to 1: the same ones at every run with the same seed. */
  readonly random: () => number;
  readonly target: Target;
  /** The names that this check has used. */
  readonly names = new Set<string>();
  readonly #suffix: string;
  #isOver = false;
  /** The end of the server, when this check was the first to notice it. */
  #end: Failure | null = null;

  constructor(target: Target, seed: string) {
    this.target = target;
    this.random = seededRandom(seed);
    this.#suffix = Math.floor(this.random() * 36 ** 4)
      .toString(36)
      .padStart(4, "0");
  }

  /** Returns a name that no other check uses, such as `ada-x7k2`. */
  name(stem: string): string {
    let name = `${stem}-${this.#suffix}`;
    for (let number = 2; this.names.has(name); number += 1) name = `${stem}${number}-${this.#suffix}`;
    this.names.add(name);
    return name;
  }

  /** Opens a connection that has sent nothing yet. */
  async connect(label = "a connection"): Promise<Wire> {
    // A check that took too long plays on, and would disturb others.
    if (this.#isOver) throw new NotJudged("the check is over");
    // A check may try again, and has still noticed it.
    if (this.#end) throw this.#end;
    const wire = await Wire.connect(this.target.host, this.target.port, label).catch((error: unknown) => {
      if (!(error instanceof Failure) || !ServerScene.#reached.has(this.target)) throw error;
      if (ServerScene.#reached.get(this.target) === "gone") throw new NotJudged("the server has gone");
      ServerScene.#reached.set(this.target, "gone");
      error.details = { ...error.details, mend: MEND_GONE };
      this.#end = error;
      throw error;
    });
    ServerScene.#reached.set(this.target, "there");
    this.wires.push(wire);
    return wire;
  }

  /** Opens a connection for a user of this name, who has sent nothing yet. */
  async visit(name: string): Promise<ChatPeer> {
    return new ChatPeer(this, await this.connect(name), name);
  }

  /** Opens a connection, sends this name, and leaves its answer to the caller. */
  async knock(name: string, behindName = "\n"): Promise<ChatPeer> {
    const peer = await this.visit(name);
    peer.wire.send(`${name}${behindName}`);
    return peer;
  }

  /** Opens a connection for a user, sends its name and waits for the welcome. */
  async join(stem: string, options?: JoinOptions): Promise<ChatPeer> {
    return await this.#joinOnce(this.name(stem), options);
  }

  /** Connects under exactly this name, as soon as it is free. @throws {NotJudged} when somebody else keeps it */
  async joinAs(name: string, options?: JoinOptions): Promise<ChatPeer> {
    return await this.claim(name, async () => await this.#joinOnce(name, options));
  }

  /** Tries to join until the name is free: who had it before may be leaving. @throws {NotJudged} when somebody else keeps it */
  async claim<Value>(name: string, join: () => Promise<Value>): Promise<Value> {
    const startedAt = performance.now();
    for (;;) {
      try {
        return await join();
      } catch (error) {
        const { came } = error instanceof Failure ? error.details : {};
        const refusal = came instanceof Uint8Array ? Buffer.from(came).toString() : "";
        // Nobody else has a name of the scene; a fixed one may be refused for what it is.
        // Or it looks like a name whose user is leaving.
        const isLookAlike = /looks like/.test(refusal);
        const isTaken = this.names.has(name)
          ? refusal.includes("Guest")
          : /already|in use|taken|looks like/.test(refusal);
        if (came === undefined || !isTaken) throw error;
        const isLate = performance.now() - startedAt > FREEING_MS;
        const expected = { words: `a welcome, since the name ${name} is free again` };
        if (isLate && this.names.has(name)) throw new Failure({ expected, came, rules: ["C-46"], mend: MEND_NAME });
        if (isLate && isLookAlike) throw error;
        if (isLate) throw new NotJudged(`somebody else is online as ${name}`);
        await pause(RETRY_MS);
      }
    }
  }

  async findEnd(): Promise<Failure | NotJudged | null> {
    try {
      await this.connect("somebody who comes after the failure");
      return null;
    } catch (error) {
      return error instanceof Failure || error instanceof NotJudged ? error : null;
    }
  }

  async #joinOnce(name: string, { behindName = "\n", rules }: JoinOptions = {}): Promise<ChatPeer> {
    const peer = await this.knock(name, behindName);
    await peer.welcome(rules ?? (behindName === "" ? ["C-31"] : undefined));
    return peer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    for (const wire of this.wires) wire[Symbol.dispose]();
  }
}
