import { Failure } from "../checks/failure.ts";
import type { RuleNumber, Vector } from "../contract/contract-rules.ts";
import type { ServerScene } from "./server-scene.ts";

/** Time after which no further vector is begun once one has failed, in milliseconds: each that fails may take long. */
const MAX_PLAY_MS = 20_000;

/**
 * Plays vectors of the contract one after the other under the names that they use, and throws the first failure of each rule.
 *
 * @throws {AggregateError} of all failures
 */
export async function playVectors<V extends Vector<unknown, unknown>>(
  scene: ServerScene,
  vectors: readonly V[],
  play: (vector: V) => Promise<void>,
): Promise<void> {
  await scene.withContractNames(async () => await playCases(scene, vectors, play));
}

/** An example of a rule. */
interface Case {
  readonly rule: RuleNumber;
  readonly id?: string;
  readonly hint?: string;
}

/** Plays examples of rules one after the other, each on connections of its own, and throws the first failure of each rule. */
export async function playCases<C extends Case>(
  scene: ServerScene,
  cases: readonly C[],
  play: (example: C) => Promise<void>,
): Promise<void> {
  const failures = new Map<RuleNumber, Failure>();
  const startedAt = performance.now();
  for (const example of cases) {
    const { rule, id, hint } = example;
    if (failures.has(rule)) continue;
    if (failures.size > 0 && performance.now() - startedAt > MAX_PLAY_MS) break;
    const first = scene.wires.length;
    try {
      await play(example);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { mend, rules = [rule] } = error.details;
      const vector = `${hint} This is the vector ${id} of the contract.`;
      error.details = { ...error.details, rules, mend: id ? vector : mend || (hint ?? "") };
      error.wires = scene.wires.slice(first);
      failures.set(rule, error);
    }
  }
  if (failures.size > 0) throw new AggregateError(failures.values());
}
