import type { NamedCheck } from "../checks/check.ts";
import type { Scene } from "../checks/run-checks.ts";
import { seededRandom } from "../random.ts";
import { Wire } from "../wire/wire.ts";
import { ChatPeer, type JoinOptions } from "./chat-peer.ts";

/** The server that is judged. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** What a check of a server has: connections and users of its own. Other checks play with the same server at the same time. */
export class ServerScene implements Scene {
  readonly wires: Wire[] = [];
  /** Random numbers from 0 to 1: the same ones at every run with the same seed. */
  readonly random: () => number;
  readonly target: Target;
  /** The names that this check has used. */
  readonly names = new Set<string>();
  readonly #suffix: string;

  constructor(target: Target, { name }: NamedCheck<ServerScene>, seed: string) {
    this.target = target;
    this.random = seededRandom(`${seed} ${name}`);
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
    const wire = await Wire.connect(this.target.host, this.target.port, label);
    this.wires.push(wire);
    return wire;
  }

  /** Opens a connection for a user, sends its name and waits for the welcome. */
  async join(stem: string, options?: JoinOptions): Promise<ChatPeer> {
    return await ChatPeer.join(this, this.name(stem), options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const wire of this.wires) wire[Symbol.dispose]();
  }
}
