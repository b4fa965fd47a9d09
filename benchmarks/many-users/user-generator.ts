import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { nativeProgram } from "../comparison/native-programs.ts";
import { DEADLINES } from "./run-plan.ts";
import type { Tally } from "./run-result.ts";
import { WatchedProcess } from "./watched-process.ts";

/** Many users in a process of their own: a program in C, `native/user-generator/`, that follows commands. */
export class UserGenerator implements AsyncDisposable {
  readonly process: WatchedProcess;
  readonly first: number;
  readonly count: number;
  readonly #input: Writable;
  #answer: ((line: string) => void) | null = null;

  /**
   * @param index - of this generator: each connects from addresses of its own
   * @param first - number of its first user, of the whole chat
   * @param ports - of the nodes: user n connects to the one at index n modulo their number
   */
  constructor(index: number, first: number, count: number, ports: readonly number[]) {
    this.first = first;
    this.count = count;
    const args = [1 + index, first, count, ...ports].map(String);
    const child = spawn(nativeProgram("user-generator"), args, { stdio: ["pipe", "pipe", "pipe"] });
    this.#input = child.stdin;
    // A process that has ended reads no more; that it has ended is heard of otherwise.
    child.stdin.on("error", () => undefined);
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    this.#readAnswers(child.stdout);
    this.process = new WatchedProcess(`generator-${index + 1}`, child, () => errors);
  }

  /** Checks whether the user of this number is one of them. */
  has(user: number): boolean {
    return user >= this.first && user < this.first + this.count;
  }

  join(atOnce: number): Promise<JoinAnswer> {
    return this.#ask(`join ${atOnce}`, DEADLINES.joinMs);
  }

  askForTime(atOnce: number): Promise<TimedAnswer> {
    return this.#ask(`time ${atOnce}`, DEADLINES.timeMs);
  }

  shout(number: number, shouter: number): Promise<ShoutAnswer> {
    return this.#ask(`shout ${number} ${shouter}`, DEADLINES.shoutMs);
  }

  writeDirectly({ number, stride, offset, users, perSecond }: RoundOfMessages): Promise<RoundAnswer> {
    return this.#ask(`direct ${number} ${stride} ${offset} ${users} ${perSecond}`, DEADLINES.directMs);
  }

  askForList(user: number): Promise<{ readonly text: string }> {
    return this.#ask(`list ${user}`, DEADLINES.listMs);
  }

  tellAccount(): Promise<AccountAnswer> {
    return this.#ask("account");
  }

  leave(): Promise<{ readonly left: number }> {
    return this.#ask("leave");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process.end("SIGKILL");
  }

  async #ask<Answer>(command: string, deadlineMs?: number): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const patienceMs = (deadlineMs ?? 0) + DEADLINES.answerMs;
    const giveUp = () => reject(new Error(`${this.process.name} gave no answer to "${command}" in ${patienceMs} ms.`));
    const timer = setTimeout(giveUp, patienceMs);
    this.#answer = resolve;
    this.#input.write(deadlineMs === undefined ? `${command}\n` : `${command} ${deadlineMs}\n`);
    try {
      return JSON.parse(await Promise.race([promise, this.process.failed]));
    } finally {
      clearTimeout(timer);
    }
  }

  #readAnswers(output: Readable): void {
    createInterface({ input: output }).on("line", (line) => this.#answer?.(line));
  }
}

/** From where to where a phase went, by the monotonic clock, in nanoseconds; and what each user's part of it took. */
export interface TimedAnswer {
  readonly startNs: number;
  readonly endNs: number;
  readonly tookNs: readonly number[];
}

export interface JoinAnswer extends TimedAnswer {
  readonly joined: number;
  readonly refusals: readonly Tally[];
}

export interface ShoutAnswer {
  /** 0 when the shouter is in another generator. */
  readonly sentNs: number;
  readonly receipt: string;
  /** 0 without a receipt. */
  readonly receiptNs: number;
  readonly received: number;
  readonly arrivedNs: readonly number[];
}

/** Every user whose number is a multiple of `stride` writes to the one whose number is larger by `offset`. */
export interface RoundOfMessages {
  readonly number: number;
  readonly stride: number;
  readonly offset: number;
  /** All users of the chat. */
  readonly users: number;
  /** Of each generator. */
  readonly perSecond: number;
}

export interface RoundAnswer {
  readonly sent: number;
  readonly expected: number;
  readonly received: number;
  readonly tookNs: readonly number[];
}

interface DeliveryAccount {
  readonly number: number;
  readonly received: number;
  readonly again: number;
  readonly wrong: number;
}

export interface AccountAnswer {
  readonly online: number;
  readonly losses: readonly Tally[];
  readonly said: readonly Tally[];
  readonly shouts: readonly DeliveryAccount[];
  readonly rounds: readonly DeliveryAccount[];
}
