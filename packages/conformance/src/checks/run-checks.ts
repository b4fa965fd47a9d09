import type { RecordedWire } from "../recorded-wire.ts";
import type { NamedCheck, Stage } from "./check.ts";
import { Failure, Failures, NotJudged } from "./failure.ts";
import { Slots } from "./slots.ts";

/**
 * The outcome of one check. A failed one is complete when it played to its end: the rules that no failure names then passed. Otherwise
 * nothing is known of them.
 */
export type Outcome = OutcomeKind & { readonly check: NamedCheck<never>; readonly milliseconds: number };
type OutcomeKind =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly failures: readonly Failure[]; readonly isComplete: boolean }
  | { readonly kind: "not judged"; readonly reason: string };

/** The stages that are over in seconds. The others have rules that wait for 30 s, which they do side by side. */
const QUICK_STAGES: readonly Stage[] = ["joins", "frames", "speaks"];

/** The means of a check, whatever it judges. */
export interface Scene extends AsyncDisposable {
  /** The connections so far. */
  readonly wires: readonly RecordedWire[];
  /** Returns the failure of a program that is not there any more to the check that has noticed it first; the others can't judge. */
  findEnd?(): Promise<Failure | NotJudged | null>;
}

export interface RunOptions<Context extends Scene> {
  /** Opens the scene of one check. */
  open(check: NamedCheck<Context>): Context;
  /** Number of checks that may run at the same time, or slots that several runs share. */
  readonly concurrency: number | Slots;
  /** Longest time of one check, in milliseconds. */
  readonly timeLimitMs: number;
  /**
   * True for an outcome behind whose stage nothing more is played. With it the quick stages come one after the other.
   * @default all run
   */
  readonly endsRun?: (outcome: Outcome) => boolean;
}

/** Runs the checks: each after those that it needs, as many side by side as may be. Outcomes come in the order of the checks. */
export async function runChecks<Context extends Scene>(
  checks: readonly NamedCheck<Context>[],
  options: RunOptions<Context>,
): Promise<readonly Outcome[]> {
  const { concurrency, endsRun } = options;
  const started = new Map<string, Promise<Outcome>>();
  const slots = typeof concurrency === "number" ? new Slots(concurrency) : concurrency;
  const contractNames = new Slots(1);
  const start = (check: NamedCheck<Context>): Promise<Outcome> => {
    const known = started.get(check.name);
    if (known) return known;
    const outcome = runOne(check);
    started.set(check.name, outcome);
    return outcome;
  };
  const runOne = async (check: NamedCheck<Context>): Promise<Outcome> => {
    const startedAt = performance.now();
    const playInSlot = () => slots.use(() => play(check, options));
    const kind =
      (await findMissingNeed(check)) ??
      (await (check.usesContractNames ? contractNames.use(playInSlot) : playInSlot()));
    return { ...kind, check, milliseconds: Math.round(performance.now() - startedAt) };
  };
  const findMissingNeed = async ({ needs = [] }: NamedCheck<Context>): Promise<OutcomeKind | null> => {
    for (const need of needs) {
      const needed = checks.find(({ name }) => name === need);
      if (!needed) throw new Error(`There is no check ${need}.`);
      const outcome = await start(needed);
      // A need that is itself not judged passes its own reason on: the root is named, once.
      if (outcome.kind === "not judged") return { kind: "not judged", reason: outcome.reason };
      if (outcome.kind === "failed") return { kind: "not judged", reason: `needs "${need}", which failed` };
    }
    return null;
  };
  const runAll = async (some: readonly NamedCheck<Context>[]): Promise<readonly Outcome[]> => {
    const sideBySide = some.filter(({ runsAlone }) => !runsAlone);
    await Promise.all(sideBySide.toSorted((a, b) => Number(b.isLong ?? false) - Number(a.isLong ?? false)).map(start));
    for (const check of some) await start(check);
    return await Promise.all(some.map(start));
  };
  if (!endsRun) return await runAll(checks);
  for (const stage of QUICK_STAGES) {
    await runAll(checks.filter((check) => check.stage === stage));
    const outcomes = await Promise.all(started.values());
    if (outcomes.some(endsRun)) return outcomes;
  }
  return await runAll(checks);
}

/** Time for which the kit itself may stand still, in milliseconds. After a longer one it may be the kit that was late. */
const MAX_LAG_MS = 4_000;
const LAG_INTERVAL_MS = 100;

/** Measures the longest time for which this process got no processor. */
class LagMeter implements Disposable {
  #maxMs = 0;
  #before = performance.now();
  readonly #timer = setInterval(() => this.#tick(), LAG_INTERVAL_MS);

  get maxMs(): number {
    this.#tick();
    return this.#maxMs;
  }

  #tick(): void {
    const now = performance.now();
    this.#maxMs = Math.max(this.#maxMs, now - this.#before - LAG_INTERVAL_MS);
    this.#before = now;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

async function play<Context extends Scene>(
  check: NamedCheck<Context>,
  options: RunOptions<Context>,
): Promise<OutcomeKind> {
  using lag = new LagMeter();
  const scene = options.open(check);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const reason = `the check was not over after ${options.timeLimitMs / 1_000} s`;
    timer = setTimeout(() => reject(new NotJudged(reason)), options.timeLimitMs);
  });
  try {
    await Promise.race([check.run(scene), late]);
    return { kind: "passed" };
  } catch (error) {
    if (error instanceof NotJudged) return { kind: "not judged", reason: error.message };
    const end = await scene.findEnd?.();
    if (end instanceof NotJudged) return { kind: "not judged", reason: end.message };
    const isComplete = !end && error instanceof Failures && error.isComplete;
    const failures: unknown[] = end ? [end] : error instanceof Failures ? error.errors : [error];
    // A mistake of the kit says nothing about the program, and stops no other check.
    if (!failures.every((failure) => failure instanceof Failure))
      return { kind: "not judged", reason: `the check "${check.name}" is broken: ${error}` };
    if (!end && lag.maxMs > MAX_LAG_MS)
      return { kind: "not judged", reason: "this machine is too busy: the kit stood still" };
    for (const failure of failures) {
      if (failure.wires.length === 0) failure.wires = [...scene.wires];
      failure.details = { ...failure.details, mend: failure.details.mend || (check.mend ?? "") };
    }
    return { kind: "failed", failures, isComplete };
  } finally {
    clearTimeout(timer);
    await scene[Symbol.asyncDispose]();
  }
}
