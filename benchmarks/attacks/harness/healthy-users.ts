import { addCheckWord, hasCheckWord, StreamAccounts, type StreamTotals } from "@chat/accounting";
import { until } from "../../load/concurrency.ts";
import { quantile } from "../../load/statistics.ts";
import { type Lateness, LatenessWatch, NOT_LATE } from "./lateness.ts";
import { writeMessage } from "./messages.ts";
import { RawClient } from "./raw-client.ts";

const SEND_EVERY_MS = 200;
const ASK_EVERY_MS = 25;
const PROBES = 5;
const TICK_MS = 4;
/** Most gaps of a stream that are remembered: a server that loses much costs no more memory. */
const MAX_GAPS = 64;
const FROM_SERVER = '{"from": {"name": "SERVER"';

const PHASES = ["before", "attack", "after"] as const;
export type Phase = (typeof PHASES)[number];

/** Durations of one kind of event, in milliseconds. */
interface Times {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Measurements of the healthy users. A time belongs to the phase in which its message was sent. */
export interface HealthyUsersReport {
  readonly messages: Record<Phase, Times>;
  readonly answers: Record<Phase, Times>;
  readonly lateness: Record<Phase, Lateness>;
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
export class HealthyUsers {
  readonly #users: User[] = [];
  readonly #probes: Probe[] = [];
  readonly #messages: Record<Phase, number[]> = { before: [], attack: [], after: [] };
  readonly #answers: Record<Phase, number[]> = { before: [], attack: [], after: [] };
  readonly #lateness: Partial<Record<Phase, Lateness>> = {};
  readonly #watch = new LatenessWatch();
  readonly #lastWords = new Set<string>();
  #phase: Phase = "before";
  #timer: NodeJS.Timeout | null = null;
  /** What arrived, by receiver: each gets one stream, that of its partner. */
  readonly #accounts = new StreamAccounts<string>({ maxGaps: MAX_GAPS });
  #refused = 0;
  #cutOff = 0;

  async join(port: number, count: number): Promise<void> {
    const clients = await RawClient.joinMany(port, count, (index) => `healthy-${index}`, { localAddress: "127.0.0.1" });
    for (const [index, client] of clients.entries()) {
      const partner = `healthy-${index % 2 === 0 ? index + 1 : index - 1}`;
      const user = { client, partner, dueAt: (index * SEND_EVERY_MS) / count, sent: 0 };
      client.senders = "hS";
      client.onLine = (line) => this.#takeLine(user, line, this.#users[index ^ 1]?.sent ?? 0);
      client.onClose = () => this.#loseUser(client);
      this.#users.push(user);
    }
    for (let index = 0; index < PROBES; index++) await this.#addProbe(port, index);
  }

  start(): void {
    const now = performance.now();
    for (const user of this.#users) user.dueAt += now;
    for (const [index, probe] of this.#probes.entries()) probe.dueAt = now + (index * ASK_EVERY_MS) / PROBES;
    this.#watch.take();
    this.#timer = setInterval(() => this.#tick(performance.now()), TICK_MS);
  }

  enter(phase: Phase): void {
    this.#lateness[this.#phase] = this.#watch.take();
    this.#phase = phase;
  }

  /** Stops sending, waits for what is missing still, and reports. */
  async finish(deadlineMs: number): Promise<HealthyUsersReport> {
    if (this.#timer) clearInterval(this.#timer);
    await until(() => this.#isComplete, deadlineMs);
    this.enter(this.#phase);
    const describe = (times: Record<Phase, number[]>) =>
      Object.fromEntries(PHASES.map((phase) => [phase, describeTimes(times[phase])])) as Record<Phase, Times>;
    return {
      messages: describe(this.#messages),
      answers: describe(this.#answers),
      lateness: { before: NOT_LATE, attack: NOT_LATE, after: NOT_LATE, ...this.#lateness },
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

  get #isComplete(): boolean {
    return this.#totals.lost <= this.#refused && this.#unanswered === 0;
  }

  #tick(now: number): void {
    for (const user of this.#users) {
      if (now < user.dueAt || user.client.isClosed) continue;
      const text = addCheckWord(`${this.#phase} ${user.sent++} ${now} `);
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
      if (question) this.#answers[question.phase].push(performance.now() - question.at);
    };
    client.onClose = () => this.#loseUser(client);
    this.#probes.push(probe);
  }

  /** @param sent - messages that the partner has sent so far */
  #takeLine(user: User, line: string, sent: number): void {
    if (line.startsWith(FROM_SERVER) && line.includes("can't take more messages")) this.#refused += 1;
    if (!line.startsWith(`{"from": {"name": "${user.partner}"`)) return;
    const [, text = ""] = /"msg": "(.*)"\}$/.exec(line) ?? [];
    if (!hasCheckWord(text)) {
      this.#accounts.corrupted += 1;
      return;
    }
    const [phase, number, sentAt] = text.split(" ");
    this.#messages[phase as Phase].push(performance.now() - Number(sentAt));
    this.#accounts.record(user.client.name, Number(number), sent);
  }

  #loseUser({ lastLine }: RawClient): void {
    this.#cutOff += 1;
    if (lastLine.startsWith(FROM_SERVER) && lastLine.includes("Error: ")) this.#lastWords.add(lastLine.slice(0, 300));
  }
}

/** Counts all users of such a healthyUsers. */
export function countHealthy(users: number): number {
  return users + PROBES;
}

function describeTimes(times: readonly number[]): Times {
  return {
    count: times.length,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    maxMs: quantile(times, 1),
  };
}
