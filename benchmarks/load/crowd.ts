import { addCheckWord, hasCheckWord, StreamAccounts, type StreamTotals } from "@chat/accounting";
import { until } from "./concurrency.ts";
import { type Lateness, LatenessWatch, NOT_LATE } from "./lateness.ts";
import { writeMessage } from "./messages.ts";
import { RawClient } from "./raw-client.ts";
import { quantile } from "./statistics.ts";

const SEND_EVERY_MS = 200;
const ASK_EVERY_MS = 25;
const PROBES = 5;
const TICK_MS = 4;
/** Most gaps of a stream that are remembered: a server that loses much costs no more memory. */
const MAX_GAPS = 64;
const FROM_SERVER = '{"from": {"name": "SERVER"';

/** Part of a row. A time belongs to the phase in which its message was sent. Those of the preparation are no measure of anything. */
export type Phase = "quiet" | "preparation" | "attack" | "after";

/** Measurements of one phase, in milliseconds: of direct messages and of answers to `/time`. */
export interface PhaseMetrics {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly lateness: Lateness;
}

/** Measurements of the healthy users in one row. */
export interface CrowdReport {
  readonly phases: Readonly<Record<"quiet" | "attack", PhaseMetrics>>;
  /** The account of all messages between healthy users. */
  readonly totals: StreamTotals;
  /** Messages that the server refused to their senders. They are among the lost ones of the account. */
  readonly refused: number;
  readonly unanswered: number;
  readonly cutOff: number;
  readonly lastWords: readonly string[];
}

/** A healthy user: reads at once, breaks no rule. */
interface User {
  readonly client: RawClient;
  readonly partner: string;
  dueAt: number;
  sent: number;
}

interface Probe {
  readonly client: RawClient;
  readonly question: Buffer;
  /** When it asked what is not answered, and in which phase. */
  readonly asked: { at: number; phase: Phase }[];
  dueAt: number;
}

/** Healthy users in pairs, who write numbered messages to one another, and some who ask for the time. */
export class Crowd {
  readonly #users: User[] = [];
  readonly #probes: Probe[] = [];
  readonly #watch = new LatenessWatch();
  readonly #lastWords = new Set<string>();
  #times = emptyTimes();
  #lateness = new Map<Phase, Lateness>();
  /** What arrived, by receiver: each gets one stream, that of its partner. */
  #accounts = new StreamAccounts<string>({ maxGaps: MAX_GAPS });
  #phase: Phase = "quiet";
  #row = 0;
  #timer: NodeJS.Timeout | undefined;
  #refused = 0;
  #cutOff = 0;

  /** Lets users join, the two of a pair on different nodes when there are several. */
  async join(ports: readonly number[], count: number): Promise<void> {
    const portOf = (index: number) => ports[index % ports.length] as number;
    const options = { localAddress: "127.0.0.1" };
    const clients = await RawClient.joinMany(portOf, count, (index) => `healthy-${index}`, options);
    for (const [index, client] of clients.entries()) {
      const user: User = { client, partner: `healthy-${index ^ 1}`, dueAt: 0, sent: 0 };
      client.senders = "hS";
      client.onLine = (line) => this.#takeLine(user, line, this.#users[index ^ 1]?.sent ?? 0);
      client.onClose = () => this.#lose(client);
      this.#users.push(user);
    }
    for (let index = 0; index < PROBES; index++) await this.#addProbe(portOf(index), index);
  }

  get size(): number {
    return this.#users.length + this.#probes.length;
  }

  /** Begins a row: forgets what was measured, and writes from now on. */
  begin(): void {
    const now = performance.now();
    this.#row += 1;
    this.#phase = "quiet";
    this.#times = emptyTimes();
    this.#lateness = new Map();
    this.#accounts = new StreamAccounts({ maxGaps: MAX_GAPS });
    this.#refused = 0;
    for (const [index, user] of this.#users.entries()) {
      user.dueAt = now + (index * SEND_EVERY_MS) / this.#users.length;
      user.sent = 0;
    }
    for (const [index, probe] of this.#probes.entries()) {
      probe.dueAt = now + (index * ASK_EVERY_MS) / PROBES;
      probe.asked.length = 0;
    }
    this.#watch.take();
    this.#timer = setInterval(() => this.#tick(performance.now()), TICK_MS);
  }

  enter(phase: Phase): void {
    this.#lateness.set(this.#phase, this.#watch.take());
    this.#phase = phase;
  }

  /** Stops writing, waits for what is missing still, and reports. */
  async finish(deadlineMs: number): Promise<CrowdReport> {
    clearInterval(this.#timer);
    await until(() => this.#isComplete, deadlineMs);
    this.enter(this.#phase);
    const describe = (phase: Phase): PhaseMetrics => ({
      p50Ms: quantile(this.#times[phase], 0.5),
      p99Ms: quantile(this.#times[phase], 0.99),
      maxMs: quantile(this.#times[phase], 1),
      lateness: this.#lateness.get(phase) ?? NOT_LATE,
    });
    return {
      phases: { quiet: describe("quiet"), attack: describe("attack") },
      totals: this.#totals,
      refused: this.#refused,
      unanswered: this.#unanswered,
      cutOff: this.#cutOff,
      lastWords: [...this.#lastWords].slice(0, 5),
    };
  }

  get #totals(): StreamTotals {
    return this.#accounts.totals(new Map(this.#users.map(({ partner, sent }) => [partner, sent])));
  }

  get #unanswered(): number {
    return this.#probes.reduce((sum, { asked }) => sum + asked.length, 0);
  }

  /** True when nothing is missing, or nobody is left to whom it could come. */
  get #isComplete(): boolean {
    if (this.#cutOff === this.size) return true;
    return this.#totals.lost <= this.#refused && this.#unanswered === 0;
  }

  #tick(now: number): void {
    for (const user of this.#users) {
      if (now < user.dueAt || user.client.isClosed) continue;
      const text = addCheckWord(`${this.#row} ${this.#phase} ${user.sent++} ${now} `);
      user.client.write(writeMessage(user.client.name, user.partner, text));
      // Who is late sends no burst: that would be no healthy user.
      user.dueAt = Math.max(user.dueAt + SEND_EVERY_MS, now);
    }
    for (const probe of this.#probes) {
      if (now < probe.dueAt || probe.client.isClosed) continue;
      probe.client.write(probe.question);
      probe.asked.push({ at: now, phase: this.#phase });
      probe.dueAt = Math.max(probe.dueAt + ASK_EVERY_MS, now);
    }
  }

  async #addProbe(port: number, index: number): Promise<void> {
    const name = `probe-${index}`;
    const client = await RawClient.join(port, name);
    const probe: Probe = { client, question: writeMessage(name, "/time", ""), asked: [], dueAt: 0 };
    client.senders = "S";
    client.onLine = (line) => {
      if (!line.includes('"msg": "Server time: ')) return;
      const question = probe.asked.shift();
      if (question) this.#times[question.phase].push(performance.now() - question.at);
    };
    client.onClose = () => this.#lose(client);
    this.#probes.push(probe);
  }

  /** @param sent messages that the partner has sent so far */
  #takeLine(user: User, line: string, sent: number): void {
    if (line.startsWith(FROM_SERVER) && line.includes("can't take more messages")) this.#refused += 1;
    if (!line.startsWith(`{"from": {"name": "${user.partner}"`)) return;
    const [, text = ""] = /"msg": "(.*)"\}$/.exec(line) ?? [];
    if (!hasCheckWord(text)) {
      this.#accounts.corrupted += 1;
      return;
    }
    const [row, phase, number, sentAt] = text.split(" ");
    // A message of an earlier row was counted there, as lost.
    if (Number(row) !== this.#row) return;
    this.#times[phase as Phase].push(performance.now() - Number(sentAt));
    this.#accounts.record(user.client.name, Number(number), sent);
  }

  #lose({ lastLine }: RawClient): void {
    this.#cutOff += 1;
    if (lastLine.startsWith(FROM_SERVER) && lastLine.includes("Error: ")) this.#lastWords.add(lastLine.slice(0, 300));
  }
}

function emptyTimes(): Record<Phase, number[]> {
  return { quiet: [], preparation: [], attack: [], after: [] };
}
