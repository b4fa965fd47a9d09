import { setTimeout as pause } from "node:timers/promises";
import { until } from "../load/concurrency.ts";
import { writeMessage } from "../load/messages.ts";
import { RawClient, type RawClientOptions } from "../load/raw-client.ts";
import type { Claim } from "./verdict.ts";

/** The server, for its attackers. */
export interface Target {
  /** The ports of its nodes; the first is the one that is attacked. */
  readonly ports: readonly [number, ...number[]];
  readonly serverPid: number;
  /** The address of its broker; `null` for a server that is alone. */
  readonly nats: string | null;
  /** Duration of an attack that has no end of its own, in seconds. */
  readonly seconds: number;
  /** Healthy users online, who also receive what is shouted. */
  readonly healthyUsers: number;
}

/** The attackers' own account. */
export interface Outcome {
  /** For the reader of the table; they take no part in the verdict. */
  readonly notes: readonly string[];
  readonly claims: readonly Claim[];
}

/** Interval at which acts at a rate are caught up with, in milliseconds. */
const TICK_MS = 10;

/** Addresses of the attackers: one has only some 28,000 ports. */
const ADDRESSES = 16;

/** The tools of attackers. Everything that they open is gone when the attack is over. */
export class Room {
  readonly target: Target;
  readonly outcome = { notes: [] as string[], claims: [] as Claim[] };
  readonly #begin: () => Promise<void>;
  #opened = 0;

  constructor(target: Target, begin: () => Promise<void>) {
    this.target = target;
    this.#begin = begin;
  }

  get port(): number {
    return this.target.ports[0];
  }

  get milliseconds(): number {
    return this.target.seconds * 1_000;
  }

  /** Ends the preparations: from here on the healthy users' metrics count as those under attack. */
  begin(): Promise<void> {
    return this.#begin();
  }

  /** Connects and says nothing. */
  open(options: RawClientOptions = {}): RawClient {
    return new RawClient(this.port, { localAddress: `127.0.3.${1 + (this.#opened++ % ADDRESSES)}`, ...options });
  }

  openMany(count: number, options?: RawClientOptions): RawClient[] {
    return Array.from({ length: count }, () => this.open(options));
  }

  join(name: string, options?: RawClientOptions): Promise<RawClient> {
    return RawClient.join(this.port, name, options);
  }

  /** Lets many join as `name-0`, `name-1` and so on. */
  joinMany(count: number, name: string, options?: RawClientOptions): Promise<RawClient[]> {
    return RawClient.joinMany(this.port, count, (index) => `${name}-${index}`, options);
  }

  /** Waits for the duration of the attack, or a part of it. */
  async pass(part = 1): Promise<void> {
    await pause(this.milliseconds * part);
  }

  /** Acts so often a second until the attack is over; returns how often it has acted. */
  async repeat(perSecond: number, act: (count: number) => void): Promise<number> {
    const startedAt = performance.now();
    let count = 0;
    for (let passed = 0; passed < this.milliseconds; passed = performance.now() - startedAt) {
      for (const due = (passed * perSecond) / 1_000; count < due; count++) act(count);
      await pause(TICK_MS);
    }
    return count;
  }

  /** Writes messages of each client again and again, as fast as the server takes them. */
  async flood(clients: readonly RawClient[], bytesOf: (client: RawClient) => Uint8Array): Promise<void> {
    await Promise.all(clients.map((client) => client.flood(bytesOf(client), this.target.seconds)));
  }

  /** Claims that the server still takes newcomers and answers them. */
  async claimOpenFor(newcomers: number, localAddress = "127.0.4.1"): Promise<void> {
    let joined = 0;
    for (let index = 0; index < newcomers; index++) {
      const newcomer = await this.join(`newcomer-${index}`, { localAddress }).catch((error: Error) => error);
      if (newcomer instanceof Error) this.note(newcomer.message);
      else {
        joined += 1;
        newcomer.vanish();
      }
    }
    this.claim(`each of ${newcomers} newcomers joins (${joined})`, joined === newcomers);
  }

  /** Claims that so many clients have a line of that kind as their last one. */
  async claimTold(clients: readonly RawClient[], what: RegExp, atLeast = clients.length): Promise<void> {
    const count = () => clients.filter(({ lastLine }) => what.test(lastLine)).length;
    await until(() => count() >= atLeast, this.milliseconds);
    const other = clients.find(({ lastLine }) => !what.test(lastLine))?.lastLine.slice(0, 200) ?? "";
    this.claim(
      `${atLeast} of ${clients.length} are told ${what} (${count()}; one of the others: ${other})`,
      count() >= atLeast,
    );
  }

  /** Claims that nobody of these was cut off. */
  claimOnline(clients: readonly RawClient[], who: string): void {
    const gone = clients.filter(({ isClosed }) => isClosed).length;
    this.claim(`no ${who} is cut off (${gone} of ${clients.length})`, gone === 0);
  }

  claim(what: string, isMet: boolean): void {
    this.outcome.claims.push({ what, isMet });
  }

  note(text: string): void {
    if (this.outcome.notes.length < 5 && !this.outcome.notes.includes(text)) this.outcome.notes.push(text);
  }
}

/** Many copies of a message as one piece of bytes. */
export function copies(count: number, from: RawClient | string, to: string, text: string): Buffer {
  return Buffer.concat(Array(count).fill(writeMessage(typeof from === "string" ? from : from.name, to, text)));
}
