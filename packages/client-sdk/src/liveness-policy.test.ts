import { describe, expect, it } from "vitest";
import { DEFAULT_LIVENESS, judgeLiveness, type LivenessObservation } from "./liveness-policy.ts";

const QUIET: LivenessObservation = {
  silentMs: 0,
  answerMs: null,
  askedMs: null,
  programMs: null,
  backlogMs: 0,
  isOriginal: false,
};

function judge(observed: Partial<LivenessObservation>) {
  return judgeLiveness({ ...QUIET, ...observed }, DEFAULT_LIVENESS);
}

describe.each<[situation: string, observed: Partial<LivenessObservation>, action: string, nextMs: number]>([
  ["a byte that has just come", {}, "wait", 20_000],
  ["a silence of 15 s", { silentMs: 15_000 }, "wait", 5_000],
  ["a silence of 20 s", { silentMs: 20_000 }, "ask", 2_000],
  ["a question of a second ago", { silentMs: 21_000, answerMs: 1_000, askedMs: 1_000 }, "wait", 1_000],
  ["a question of 9 s ago", { silentMs: 29_000, answerMs: 9_000, askedMs: 9_000 }, "wait", 1_000],
  ["a question of 10 s ago", { silentMs: 30_000, answerMs: 10_000, askedMs: 10_000 }, "hang-up", 0],
  ["a request that nobody waits for, after 20 s", { silentMs: 20_000, answerMs: 12_000 }, "wait", 1_000],
  ["a request that nobody waits for, after 30 s", { silentMs: 30_000, answerMs: 22_000 }, "hang-up", 0],
  ["an endpoint of 29 s", { silentMs: 31_000, answerMs: 29_000, programMs: 29_000 }, "wait", 1_000],
  ["an endpoint of 40 s", { silentMs: 40_000, answerMs: 40_000, programMs: 40_000 }, "hang-up", 0],
  ["an endpoint asked late in a silence", { silentMs: 55_000, answerMs: 36_000, programMs: 36_000 }, "wait", 1_000],
  ["the third of three slow endpoints", { silentMs: 29_000, answerMs: 29_000, programMs: 87_000 }, "wait", 1_000],
  ["a backlog of a minute", { silentMs: 90_000, answerMs: 90_000, backlogMs: 60_000 }, "wait", 1_000],
  ["that backlog, a minute and 40 s later", { silentMs: 100_000, answerMs: 100_000, backlogMs: 60_000 }, "hang-up", 0],
  ["bytes that come, and no answer for 39 s", { silentMs: 10, answerMs: 39_000 }, "wait", 1_000],
  ["bytes that come, and no answer for 40 s", { silentMs: 10, answerMs: 40_000 }, "hang-up", 0],
])("%s", (_situation, observed, action, nextMs) => {
  it(`means: ${action}`, () => {
    expect(judge(observed)).toEqual({ action, nextMs });
  });
});

it("asks an original server three times, 10 s apart, before it gives up", () => {
  const original = { isOriginal: true };
  expect(judge({ ...original, silentMs: 20_000 }).action).toBe("ask");
  expect(judge({ ...original, silentMs: 25_000, answerMs: 5_000, askedMs: 5_000 }).action).toBe("wait");
  expect(judge({ ...original, silentMs: 30_000, answerMs: 10_000, askedMs: 10_000 }).action).toBe("ask");
  expect(judge({ ...original, silentMs: 40_000, answerMs: 20_000, askedMs: 10_000 }).action).toBe("ask");
  expect(judge({ ...original, silentMs: 50_000, answerMs: 30_000, askedMs: 10_000 }).action).toBe("hang-up");
});

it("takes any byte of an original server for life: it may have lost what it does not answer", () => {
  expect(judge({ isOriginal: true, silentMs: 10, answerMs: 300_000 }).action).toBe("wait");
});
