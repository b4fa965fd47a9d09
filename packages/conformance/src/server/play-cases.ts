import { Failure, Failures, NotJudged } from "../checks/failure.ts";
import type { RuleNumber } from "../contract/contract-rules.ts";
import type { ServerScene } from "./server-scene.ts";

/** Time after which no further example is begun once one has failed, in milliseconds: each that fails may take long. */
const MAX_PLAY_MS = 20_000;

/** An example of a rule, such as a vector of the contract. */
interface Case {
  readonly rule: RuleNumber;
  readonly id?: string;
  readonly hint?: string;
}

/**
 * Plays examples of rules one after the other.
 *
 * @throws {Failures} the first failure of each rule
 */
export async function playCases<C extends Case>(
  scene: ServerScene,
  cases: readonly C[],
  play: (example: C) => Promise<void>,
): Promise<void> {
  const failures = new Map<RuleNumber, Failure>();
  const startedAt = performance.now();
  let isComplete = true;
  for (const example of cases) {
    const { rule, id, hint } = example;
    if (failures.has(rule)) continue;
    isComplete = failures.size === 0 || performance.now() - startedAt <= MAX_PLAY_MS;
    if (!isComplete) break;
    const first = scene.wires.length;
    try {
      await play(example);
    } catch (error) {
      const isGone = error instanceof NotJudged || (error instanceof Failure && error.details.rules?.includes("C-1"));
      isComplete = !isGone;
      if (isGone && failures.size > 0) break;
      if (!(error instanceof Failure)) throw error;
      const { mend, rules = [rule] } = error.details;
      const kind = id?.replace(/-\d+$/, "");
      const vector = `The example is about this: ${hint} It is ${id} in vectors/${kind}.json of the contract.`;
      error.details = { ...error.details, rules, mend: id && !isGone ? vector : mend || (hint ?? "") };
      if (error.wires.length === 0) error.wires = scene.wires.slice(first);
      failures.set(rule, error);
      if (isGone) break;
    }
  }
  if (failures.size > 0) throw new Failures(failures.values(), isComplete);
}
