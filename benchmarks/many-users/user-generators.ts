import { serverTexts } from "@chat/protocol";
import { sum } from "../load/format.ts";
import { quantile } from "../load/statistics.ts";
import type { Account, JoinResult, RoundResult, ShoutResult, Spread, Tally, TimeResult } from "./run-result.ts";
import { type RoundOfMessages, type TimedAnswer, UserGenerator } from "./user-generator.ts";

/** Users that join or ask at the same time, in all: enough to keep many nodes busy, and far from filling an accept queue. */
const AT_ONCE = 512;

/** Direct messages a second, in all: many at a time, and no flood. */
const DIRECT_PER_SECOND = 10_000;

const NS_PER_MS = 1e6;
const NS_PER_S = 1e9;

/** All users of the chat, over several generators. */
export class UserGenerators implements AsyncDisposable {
  readonly all: readonly UserGenerator[];
  readonly #users: number;
  readonly #nodes: number;

  constructor(users: number, generators: number, ports: readonly number[]) {
    this.#users = users;
    this.#nodes = ports.length;
    const firstOf = (index: number) => Math.floor((users * index) / generators);
    this.all = Array.from(
      { length: generators },
      (_, index) => new UserGenerator(index, firstOf(index), firstOf(index + 1) - firstOf(index), ports),
    );
  }

  async join(): Promise<JoinResult> {
    const answers = await this.#ask((generator) => generator.join(this.#perGenerator(AT_ONCE)));
    const joined = sum(answers.map((answer) => answer.joined));
    const refusals = mergeTallies(answers.map((answer) => answer.refusals));
    const seconds = secondsOf(answers);
    return { joined, refusals, seconds, perSecond: joined / seconds, took: spreadOf(answers) };
  }

  async askForTime(): Promise<TimeResult> {
    const answers = await this.#ask((generator) => generator.askForTime(this.#perGenerator(AT_ONCE)));
    const answered = sum(answers.map(({ tookNs }) => tookNs.length));
    const seconds = secondsOf(answers);
    return { answered, seconds, perSecond: answered / seconds, took: spreadOf(answers) };
  }

  async shout(number: number, shouter: number): Promise<ShoutResult> {
    const answers = await this.#ask((generator) => generator.shout(number, shouter));
    const own = answers.find(({ sentNs }) => sentNs !== 0);
    const arrivedNs = answers.flatMap((answer) => answer.arrivedNs);
    const afterMs = (fraction: number) =>
      own === undefined || arrivedNs.length === 0 ? null : toMs(quantile(arrivedNs, fraction) - own.sentNs);
    return {
      shouter,
      node: this.nodeOf(shouter),
      received: sum(answers.map((answer) => answer.received)),
      receipt: own ? serverTexts.shoutReceipt.read(own.receipt) : null,
      firstMs: afterMs(0),
      p50Ms: afterMs(0.5),
      lastMs: afterMs(1),
      receiptMs: own?.receiptNs ? toMs(own.receiptNs - own.sentNs) : null,
    };
  }

  async writeDirectly(round: Omit<RoundOfMessages, "users" | "perSecond">): Promise<RoundResult> {
    const perSecond = this.#perGenerator(DIRECT_PER_SECOND);
    const answers = await this.#ask((generator) =>
      generator.writeDirectly({ ...round, users: this.#users, perSecond }),
    );
    return {
      nodesApart: round.offset % this.#nodes,
      sent: sum(answers.map(({ sent }) => sent)),
      expected: sum(answers.map(({ expected }) => expected)),
      received: sum(answers.map(({ received }) => received)),
      took: spreadOf(answers),
    };
  }

  /** Lets a user ask who is online, and gives the text of the answer; an empty one when there is none. */
  async askForList(user: number): Promise<string> {
    const generator = this.all.find((candidate) => candidate.has(user));
    if (generator === undefined) throw new Error(`There is no user ${user}.`);
    return (await generator.askForList(user)).text;
  }

  async tellAccount(): Promise<Account> {
    const answers = await this.#ask((generator) => generator.tellAccount());
    const shouts = answers.flatMap((answer) => answer.shouts);
    const rounds = answers.flatMap((answer) => answer.rounds);
    return {
      online: sum(answers.map(({ online }) => online)),
      losses: mergeTallies(answers.map(({ losses }) => losses)),
      said: mergeTallies(answers.map(({ said }) => said)),
      shoutsAgain: sum(shouts.map(({ again }) => again)),
      shoutsWrong: sum(shouts.map(({ wrong }) => wrong)),
      directAgain: sum(rounds.map(({ again }) => again)),
      directWrong: sum(rounds.map(({ wrong }) => wrong)),
    };
  }

  async leave(): Promise<void> {
    await this.#ask((generator) => generator.leave());
  }

  nodeOf(user: number): number {
    return user % this.#nodes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.all.map((generator) => generator[Symbol.asyncDispose]()));
  }

  #ask<Answer>(question: (generator: UserGenerator) => Promise<Answer>): Promise<Answer[]> {
    return Promise.all(this.all.map(question));
  }

  /** Divides an amount evenly among the generators. */
  #perGenerator(amount: number): number {
    return Math.max(1, Math.floor(amount / this.all.length));
  }
}

/** Adds the counts of the same text, the most frequent first. */
export function mergeTallies(tallies: readonly (readonly Tally[])[]): Tally[] {
  const counts = new Map<string, number>();
  for (const { text, count } of tallies.flat()) counts.set(text, (counts.get(text) ?? 0) + count);
  return [...counts].map(([text, count]) => ({ text, count })).toSorted((a, b) => b.count - a.count);
}

function spreadOf(answers: readonly { readonly tookNs: readonly number[] }[]): Spread {
  const tookNs = answers.flatMap((answer) => answer.tookNs);
  const takeMs = (fraction: number) => toMs(quantile(tookNs, fraction));
  return { p50Ms: takeMs(0.5), p99Ms: takeMs(0.99), maxMs: takeMs(1) };
}

/** From when the first has started until the last is done. */
function secondsOf(answers: readonly TimedAnswer[]): number {
  const startNs = Math.min(...answers.map((answer) => answer.startNs));
  const endNs = Math.max(...answers.map((answer) => answer.endNs));
  return (endNs - startNs) / NS_PER_S;
}

function toMs(nanoseconds: number): number {
  return nanoseconds / NS_PER_MS;
}
