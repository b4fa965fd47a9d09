import type { Contender } from "./contender.ts";
import { generateLoad, type LoadResult, type LoadWindow } from "./load-generator.ts";
import { EARLY_CONNECTIONS, JOIN_LOADS, type Load, MESSAGE_LOADS, type Measure, USERS } from "./measures.ts";
import { addMetric, type Metrics } from "./metrics.ts";
import { RunningServer } from "./running-server.ts";

/** Durations of each load of messages. */
const WINDOW: LoadWindow = { warmUpMs: 500, durationMs: 1_000 };
const QUICK_WINDOW: LoadWindow = { warmUpMs: 150, durationMs: 250 };

/** Before it counts, so that no runtime is measured that has compiled nothing yet. */
const PRACTICE_WINDOW: LoadWindow = { warmUpMs: 0, durationMs: 500 };

/**
 * Servers in rounds: in each of them every server has every load once, one after the other. Each is a new process in each
 * round: where one happens to lie in the memory, and what its runtime makes of the first seconds, moves its metrics by a
 * tenth, for as long as it runs.
 */
export class Rounds {
  /** Metrics of the rounds so far. */
  readonly metrics: Metrics = {};
  /** For each load, the share of the time in which other programs had the generator's core. */
  readonly waitingTimeShares: number[] = [];
  /** Servers that could not do what they were asked, and why. They take no further part. */
  readonly failures = new Map<string, string>();
  readonly #measures: readonly Measure[];
  readonly #isQuick: boolean;
  #contenders: readonly Contender[];
  #round = 0;

  constructor(contenders: readonly Contender[], measures: readonly Measure[], isQuick: boolean) {
    this.#contenders = contenders;
    this.#measures = measures;
    this.#isQuick = isQuick;
  }

  async runOne(): Promise<void> {
    const messages = this.#chosen(MESSAGE_LOADS);
    const joins = this.#chosen(JOIN_LOADS);
    if (messages.length > 0) {
      await this.#forEach(async (contender) => {
        await using server = await RunningServer.start(contender);
        if (!this.#isQuick) await generateLoad(server, USERS, PRACTICE_WINDOW, messages);
        this.#record(contender.name, await generateLoad(server, USERS, this.#window, messages));
      });
    }
    if (joins.length > 0) {
      await this.#forEach(async (contender) => {
        await using server = await RunningServer.start(contender);
        this.#record(contender.name, await generateLoad(server, EARLY_CONNECTIONS, this.#window, joins));
      });
    }
    this.#round++;
  }

  get #window(): LoadWindow {
    return this.#isQuick ? QUICK_WINDOW : WINDOW;
  }

  #chosen(loads: readonly Load[]): readonly Load[] {
    return loads.filter((load) => this.#measures.some((measure) => measure.load === load));
  }

  /** Everybody's turn. Each round begins with another one, and every second goes backwards: nobody always follows the same. */
  async #forEach(work: (contender: Contender) => Promise<void>): Promise<void> {
    const first = this.#round % Math.max(1, this.#contenders.length);
    const turns = [...this.#contenders.slice(first), ...this.#contenders.slice(0, first)];
    for (const contender of this.#round % 2 === 0 ? turns : turns.toReversed()) {
      await work(contender).catch((error) => this.#exclude(contender, error));
    }
  }

  #exclude({ name }: Contender, error: Error): void {
    this.failures.set(name, error.message);
    this.#contenders = this.#contenders.filter((contender) => contender.name !== name);
  }

  #record(name: string, [early, ...results]: readonly LoadResult[]): void {
    for (const result of results) {
      this.waitingTimeShares.push(result.waitingTimeShare);
      if (result.missing || result.unexpected) {
        throw new Error(
          `${result.measure}: ${result.missing} messages are missing, and ${result.unexpected} answers came.`,
        );
      }
      for (const measure of this.#measures.filter(({ load }) => load === result.measure)) {
        addMetric(this.metrics, name, measure.name, measure.read(result, early as LoadResult));
      }
    }
  }
}
