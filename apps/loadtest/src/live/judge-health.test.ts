import { expect, it } from "vitest";
import { createSample } from "../../test/support/create-result.ts";
import type { Sample } from "../result/run-result.ts";
import type { RunPhase } from "../runs/run-settings.ts";
import { judgeHealth } from "./judge-health.ts";
import { createLiveState, type LiveEvent, reduceLive } from "./live-state.ts";

const SILENT: Partial<Sample> = { receivedPerSecond: 0, sentPerSecond: 0, p50Ms: null, p99Ms: null, maxMs: null };

/** Judges a run of five seconds in which all went well, and of samples behind it. */
function judge(
  after: readonly Partial<Sample>[],
  { phase = "running" as RunPhase, asked = 50 as number | null, usual = {} } = {},
) {
  const samples = [...Array.from({ length: 10 }, () => usual), ...after];
  const events = samples.map((parts, index): LiveEvent => {
    const sample = createSample({ atMs: (index + 1) * 500, ...parts });
    return { kind: "snapshot", snapshot: { sample, progress: 0.5, asked } };
  });
  return judgeHealth([{ kind: "phase", phase } as const, ...events].reduce(reduceLive, createLiveState("")));
}

it("says that all is well", () => {
  expect(judge([])).toEqual({ tone: "good", text: "All is well" });
});

it("says what is wrong, and how much of it", () => {
  expect(judge([{ errors: { dropped: 3, "connect-refused": 1_200 } }])).toEqual({
    tone: "bad",
    text: "Not well: 3 connections dropped, 1,200 connects refused",
  });
  expect(judge([{ errors: { constructor: 2 } }]).text).toBe("Not well: 2 constructor");
});

it("takes messages that were refused, and reported to their senders, for no fault", () => {
  expect(judge([{ errors: { refused: 7 } }]).tone).toBe("good");
});

it("notices a silence while it lasts, and no longer", () => {
  const silence = Array.from({ length: 6 }, () => SILENT);
  expect(judge(silence.slice(0, 1)).tone).toBe("good");
  expect(judge(silence)).toEqual({ tone: "bad", text: "Not well: nothing has arrived for 3 s" });
  expect(judge([...silence, { maxMs: 3_000 }])).toEqual({ tone: "notice", text: "Mind: the longest wait is 3 s" });
  expect(judge([...silence, {}, {}]).tone).toBe("good");
  expect(judge(silence, { phase: "settling" }).tone).toBe("good");
});

it("takes the pauses of people who write now and then for no silence", () => {
  expect(judge([SILENT, SILENT, SILENT, SILENT], { usual: { receivedPerSecond: 2 } }).tone).toBe("good");
});

it("notices that nobody joins any more where joining is the load", () => {
  const joining = { ...SILENT, joinsPerSecond: 1_000 };
  expect(judge([joining], { asked: null, usual: joining }).tone).toBe("good");
  expect(judge([SILENT, SILENT, SILENT], { asked: null, usual: joining }).text).toContain(
    "nothing has arrived for 1.5 s",
  );
});

it("blames the tester for what is its own", () => {
  const busy = { testerCpuShare: 1 };
  expect(judge([busy, busy]).tone).toBe("good");
  expect(judge([busy, busy, busy])).toEqual({
    tone: "notice",
    text: "Mind: the tester is at its limit and measures itself",
  });
});

it("notices clients that wait for their welcome", () => {
  const some = { ...SILENT, clients: 5 };
  const joining = { phase: "joining" as const, usual: { ...SILENT, clients: 5, joinsPerSecond: 1 } };
  expect(judge([some, some], joining).tone).toBe("good");
  expect(judge([some, some, some, some], joining)).toEqual({
    tone: "bad",
    text: "Not well: no client has joined for 2 s",
  });
  expect(
    judge(
      Array.from({ length: 20 }, () => SILENT),
      joining,
    ).tone,
  ).toBe("good");
});
