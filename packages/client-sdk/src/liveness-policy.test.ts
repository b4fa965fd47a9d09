import { describe, expect, it } from "vitest";
import { DEFAULT_LIVENESS, judgeLiveness, type LivenessObservation } from "./liveness-policy.ts";

const QUIET: LivenessObservation = {
  silentMs: 0,
  answerMs: null,
  firstAskedMs: null,
  askedMs: null,
  unaskedMs: null,
  isSlow: false,
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
  ["a question of the client's own, after 20 s", { silentMs: 20_000, answerMs: 12_000 }, "wait", 1_000],
  ["a question of the client's own, after 30 s", { silentMs: 30_000, answerMs: 22_000 }, "hang-up", 0],
  ["a question behind some messages", { silentMs: 31_000, answerMs: 11_000, backlogMs: 2_000 }, "wait", 1_000],
  [
    "a question that a full queue kept, at first",
    { silentMs: 58_000, firstAskedMs: 38_000, isSlow: true },
    "ask",
    2_000,
  ],
  ["a question that a full queue kept, later", { silentMs: 60_000, firstAskedMs: 40_000, isSlow: true }, "hang-up", 0],
  ["a message of 12 s ago, and bytes that come", { silentMs: 10, unaskedMs: 12_000 }, "wait", 8_000],
  ["a message of 20 s ago, and bytes that come", { silentMs: 10, unaskedMs: 20_000 }, "ask", 2_000],
  ["an endpoint of 29 s", { silentMs: 31_000, answerMs: 29_000, isSlow: true }, "wait", 1_000],
  ["an endpoint of 40 s", { silentMs: 40_000, answerMs: 40_000, isSlow: true }, "hang-up", 0],
  ["an endpoint asked late in a silence", { silentMs: 55_000, answerMs: 36_000, isSlow: true }, "wait", 1_000],
  ["the third of three slow endpoints", { silentMs: 29_000, answerMs: 29_000, isSlow: true }, "wait", 1_000],
  ["a backlog of a minute", { silentMs: 90_000, answerMs: 90_000, isSlow: true, backlogMs: 60_000 }, "wait", 1_000],
  [
    "that backlog, a minute and 40 s later",
    { silentMs: 100_000, answerMs: 100_000, isSlow: true, backlogMs: 60_000 },
    "hang-up",
    0,
  ],
  ["bytes that come, and no answer for 39 s", { silentMs: 10, answerMs: 39_000 }, "wait", 1_000],
  ["bytes that come, and no answer for 40 s", { silentMs: 10, answerMs: 40_000 }, "hang-up", 0],
])("%s", (_situation, observed, action, nextMs) => {
  it(`means: ${action}`, () => {
    expect(judge(observed)).toEqual({ action, nextMs });
  });
});

it("asks an original server three times, 10 s apart, before it gives up", () => {
  const judgeOriginal = (askedMs: number, firstAskedMs: number) =>
    judge({ isOriginal: true, silentMs: 20_000 + firstAskedMs, answerMs: askedMs, askedMs, firstAskedMs }).action;
  expect(judge({ isOriginal: true, silentMs: 20_000 }).action).toBe("ask");
  expect(judgeOriginal(5_000, 5_000)).toBe("wait");
  expect(judgeOriginal(10_000, 10_000)).toBe("ask");
  expect(judgeOriginal(10_000, 20_000)).toBe("ask");
  expect(judgeOriginal(9_000, 29_000)).toBe("wait");
  expect(judgeOriginal(10_000, 30_000)).toBe("hang-up");
});

it("takes any byte of an original server for life: it may have lost what it does not answer", () => {
  expect(judge({ isOriginal: true, silentMs: 10, answerMs: 300_000 }).action).toBe("wait");
});
