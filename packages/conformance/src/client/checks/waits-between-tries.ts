import { assertThat, NotJudged } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

/** Tries that are watched: together they may take 31.5 s, and chance makes it less than the next number once in 100,000 runs. */
const TRIES = 6;
const MIN_TOTAL_MS = 1_200;
/** The longest of these waits, 16 s, and more for a busy machine, in milliseconds. */
const RETURN_MS = 40_000;
/** A program that waits by plan is as exact as this, in milliseconds or as a part of the wait; chance is not. */
const [EXACT_MS, EXACT_PART] = [40, 0.05];

export const check: ClientCheck = {
  title: "waits for random times that grow before it tries again",
  rules: ["C-90"],
  stage: "comes-back",
  mend: "Before try k wait for a random time between 0 and min(30, 0.5 · 2^(k−1)) seconds. Set k back to 1 when a connection held for 30 s.",
  level: "gold",
  needs: ["sends-name"],
  isLong: true,
  async run(scene) {
    let user = await scene.join();
    const waits: number[] = [];
    for (let number = 0; number < TRIES; number += 1) {
      const endedAt = performance.now();
      user.wire.end();
      const back = await scene.accept(RETURN_MS);
      if (!back) throw new NotJudged("the program does not come back each time");
      user = back;
      waits.push(performance.now() - endedAt);
      await user.readName();
      await scene.welcome(user);
    }
    const came = { words: `waits of ${waits.map((ms) => `${(ms / 1_000).toFixed(2)} s`).join(", ")}` };
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    assertThat(total > MIN_TOTAL_MS, "waits that grow", came);
    const [first = 0] = waits;
    const isPlanned = (plan: (number: number) => number) =>
      waits.every((wait, number) => Math.abs(wait - plan(number)) < Math.max(EXACT_MS, EXACT_PART * wait));
    assertThat(!isPlanned(() => first) && !isPlanned((number) => first * 2 ** number), "random waits", came);
  },
};
