import { setTimeout as pause } from "node:timers/promises";
import { NatsAttacker } from "@chat/testing/nats-attacker";
import { repeat, until } from "../load/concurrency.ts";
import { RawClient, type RawClientOptions } from "../load/raw-client.ts";
import type { Claim } from "./verdict.ts";

/** The server, for its attackers. */
export interface Target {
  /** The port of the node that is attacked. */
  readonly port: number;
  /** The port for those who run the server, with their token. */
  readonly adminPort: number;
  readonly adminTokenFile: string;
  readonly controlSocket: string;
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
  readonly claims: readonly Claim[];
  /** For the reader of the table; they take no part in the verdict. */
  readonly notes: readonly string[];
  /** Texts of the server to the attackers, each with its number. */
  readonly told: readonly string[];
}

/** The time that the server has to tell its attackers what it tells them, in milliseconds. */
const TOLD_DEADLINE_MS = 60_000;

/** The namespace of a chat that names none. */
const NAMESPACE = "default";

/** Addresses of the attackers: one has only some 28,000 ports. */
const ADDRESSES = 16;

/** The tools of attackers. Everything that they open is gone when the attack is over. */
export class Room {
  readonly target: Target;
  readonly claims: Claim[] = [];
  readonly notes: string[] = [];
  readonly #begin: () => Promise<void>;
  #begun: Promise<void> | null = null;
  #endAt = Number.POSITIVE_INFINITY;
  #opened = 0;

  constructor(target: Target, begin: () => Promise<void>) {
    this.target = target;
    this.#begin = begin;
  }

  get milliseconds(): number {
    return this.target.seconds * 1_000;
  }

  /**
   * Ends the preparations: from here on the healthy users' metrics count as those under attack. `pass`, `repeat` and `flood`
   * begin by themselves.
   */
  begin(): Promise<void> {
    this.#begun ??= this.#begin().then(() => {
      this.#endAt = performance.now() + this.milliseconds;
    });
    return this.#begun;
  }

  /** True once the duration of the attack has passed since it began. */
  get isOver(): boolean {
    return performance.now() >= this.#endAt;
  }

  /** Connects, and writes these bytes if there are any. */
  open(firstBytes: string | Uint8Array = "", options: RawClientOptions = {}, port = this.target.port): RawClient {
    const localAddress = `127.0.3.${1 + (this.#opened++ % ADDRESSES)}`;
    const client = new RawClient(port, { localAddress, ...options });
    if (firstBytes.length > 0) client.write(firstBytes);
    return client;
  }

  openMany(count: number, firstBytes?: string, options?: RawClientOptions): RawClient[] {
    return Array.from({ length: count }, () => this.open(firstBytes, options));
  }

  join(name: string, options?: RawClientOptions): Promise<RawClient> {
    return RawClient.join(this.target.port, name, options);
  }

  /** Lets many join as `name-0`, `name-1` and so on, or under names that a function makes. */
  joinMany(count: number, name: string | ((index: number) => string), options?: RawClientOptions) {
    const nameOf = typeof name === "string" ? (index: number) => `${name}-${index}` : name;
    return RawClient.joinMany(this.target.port, count, nameOf, options);
  }

  /** Joins and leaves again; returns whether the server let it in, and notes its reason if not. */
  async canJoin(name: string, options?: RawClientOptions): Promise<boolean> {
    const joined = await this.join(name, options).catch((error: Error) => error);
    if (joined instanceof Error) this.note(joined.message);
    else joined.vanish();
    return joined instanceof RawClient;
  }

  /** Connects to the broker of the nodes as a program that is no node. */
  async reachBroker(): Promise<NatsAttacker> {
    if (this.target.nats === null) throw new Error("There is no broker.");
    return await NatsAttacker.connect({ url: this.target.nats, namespace: NAMESPACE });
  }

  /** Waits for the duration of the attack, or a part of it. */
  async pass(part = 1): Promise<void> {
    await this.begin();
    await pause(this.milliseconds * part);
  }

  /** Acts so often a second until the attack is over; returns how often it has acted. */
  async repeat(perSecond: number, act: (count: number) => void): Promise<number> {
    await this.begin();
    return await repeat(perSecond, this.milliseconds, act);
  }

  /** The same, with one of these after the other. */
  async takeTurns<Item>(perSecond: number, items: readonly Item[], act: (item: Item, count: number) => void) {
    return await this.repeat(perSecond, (count) => act(items[count % items.length] as Item, count));
  }

  /** Writes bytes of each client again and again, as fast as the server takes them; returns the clients. */
  async flood(clients: Promise<RawClient[]>, bytesOf: (client: RawClient) => Uint8Array): Promise<RawClient[]> {
    const joined = await clients;
    await this.begin();
    await Promise.all(joined.map((client) => client.flood(bytesOf(client), this.target.seconds)));
    return joined;
  }

  /** Counts the lines of one kind that these clients receive from now on, of senders whose names begin so if that is given. */
  hear(clients: readonly RawClient[], kind = /^/, senders = ""): { count: number; first: string } {
    const heard = { count: 0, first: "" };
    const listen = (line: string) => {
      if (!kind.test(line)) return;
      heard.count += 1;
      heard.first ||= line;
    };
    for (const client of clients) Object.assign(client, { onLine: listen, senders });
    return heard;
  }

  /** Claims that the server still takes newcomers and answers them. */
  async claimOpenFor(newcomers = 5): Promise<void> {
    let joined = 0;
    for (let index = 0; index < newcomers; index++) {
      if (await this.canJoin(`newcomer-${index}`, { localAddress: "127.0.4.1" })) joined += 1;
    }
    this.claim(`each of ${newcomers} newcomers joins (${joined})`, joined === newcomers);
  }

  /** Claims that so many clients have a line of that kind as their last one. */
  async claimTold(clients: readonly RawClient[], what: RegExp, atLeast = clients.length): Promise<void> {
    const others = () => clients.filter(({ lastLine }) => !what.test(lastLine));
    const isSo = await until(() => clients.length - others().length >= atLeast, TOLD_DEADLINE_MS);
    const [other] = others().map(({ lastLine }) => lastLine.slice(0, 200));
    this.claim(`${atLeast} of ${clients.length} are told ${what}; one of the others: ${other}`, isSo);
  }

  /** Claims that none of these was cut off. */
  claimOnline(clients: readonly RawClient[]): void {
    const gone = clients.filter(({ isClosed }) => isClosed).length;
    this.claim(`none of ${clients.length} attackers who may stay is cut off (${gone})`, gone === 0);
  }

  /** Claims that the server has so many attackers online beside the one who asks: who is cut off may find out minutes later. */
  async claimListed(asker: RawClient, others: number): Promise<void> {
    const gone = this.target.healthyUsers + others - (await asker.countOthers());
    this.claim(`nobody is missing in the list of users (${gone})`, gone === 0);
  }

  claim(what: string, isMet: boolean): void {
    this.claims.push({ what, isMet });
  }

  note(text: string): void {
    if (this.notes.length < 5 && !this.notes.includes(text)) this.notes.push(text);
  }
}
