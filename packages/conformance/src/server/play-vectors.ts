import { Failure, NotJudged } from "../checks/failure.ts";
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
  const failures = new Map<RuleNumber, Failure>();
  await scene.withContractNames(async () => {
    const startedAt = performance.now();
    for (const vector of vectors) {
      if (failures.has(vector.rule)) continue;
      if (failures.size > 0 && performance.now() - startedAt > MAX_PLAY_MS) break;
      const first = scene.wires.length;
      try {
        await play(vector);
      } catch (error) {
        if (error instanceof NotJudged || !(error instanceof Failure)) throw error;
        const { details } = error;
        const mend = `${vector.hint} This is the vector ${vector.id} of the contract.`;
        const failure = new Failure({ ...details, mend, rules: details.rules ?? [vector.rule] });
        failure.wires = scene.wires.slice(first);
        failures.set(vector.rule, failure);
      }
      for (const wire of scene.wires.slice(first)) wire[Symbol.dispose]();
    }
  });
  if (failures.size > 0) throw new AggregateError([...failures.values()]);
}
