import { rowText } from "@chat/terminal-rows/row";
import { describe, expect, it } from "vitest";
import { createSample } from "../../test/support/create-result.ts";
import { liveRows } from "./live-rows.ts";
import { createLiveState, type LiveEvent, reduceLive } from "./live-state.ts";

const sample = createSample({
  atMs: 6_200,
  clients: 50,
  joinsPerSecond: 0,
  p50Ms: 0.42,
  p99Ms: 3.1,
  maxMs: 12,
  serverCpuShare: 0.3,
  serverMemoryBytes: 63_000_000,
});
const snapshot: LiveEvent = { kind: "snapshot", snapshot: { sample, progress: 0.62, asked: 50 } };
const running: LiveEvent = { kind: "phase", phase: "running" };

function draw(events: readonly LiveEvent[], columns = 80): string[] {
  const state = events.reduce(reduceLive, createLiveState("chat-load stress"));
  return liveRows(state, columns).map((row) => rowText(row).trimEnd());
}

it("shows what goes on before there are figures", () => {
  expect(draw([{ kind: "note", text: "The server answers." }])).toEqual([
    "chat-load stress",
    "The server answers.",
    "Checking the server …",
    "Ctrl-C ends the run with its report.",
  ]);
});

it("shows where a run stands", () => {
  expect(draw([running, snapshot])).toEqual([
    "chat-load stress",
    "            ████████████████████████░░░░░░░░░░░░░░░░  62 %  0:06  Running",
    "Clients     50 of 50            0 joins/s",
    "Messages    500 sent/s          1,000 received/s",
    "Latency     p50 0.420 ms        p99 3.10 ms         max 12.0 ms",
    "Errors      none",
    "CPU         tester 25 %         server 30 %         memory 60.1 MiB",
    "Last minute █  up to 1,000/s",
    "Ctrl-C ends the run with its report.",
  ]);
});

it("names the errors by their kinds", () => {
  const errors = { dropped: 3, "connect-refused": 1_200, refused: 0 };
  const withErrors: LiveEvent = {
    kind: "snapshot",
    snapshot: { sample: { ...sample, errors }, progress: 0.5, asked: 50 },
  };
  expect(draw([running, withErrors])).toContain("Errors      dropped 3  connect-refused 1,200");
});

it("leaves out what is not known", () => {
  const unknown = { p50Ms: null, p99Ms: null, maxMs: null, serverCpuShare: null, serverMemoryBytes: null };
  const rows = draw([
    running,
    { kind: "snapshot", snapshot: { sample: { ...sample, ...unknown }, progress: 0.5, asked: 50 } },
  ]);
  expect(rows).toContain("Latency     –");
  expect(rows).toContain("CPU         tester 25 %");
});

it("has a last frame without advice", () => {
  const rows = draw([running, snapshot, { kind: "phase", phase: "done" }]);
  expect(rows[1]).toBe("Done        after 0:06");
  expect(rows.at(-1)).toBe("Last minute █  up to 1,000/s");
});

it.each([20, 40, 60, 80, 200])("fits %d columns", (columns) => {
  const events = Array.from({ length: 150 }, (_, index): LiveEvent => {
    return { kind: "snapshot", snapshot: { sample: { ...sample, atMs: index * 500 }, progress: 0.5, asked: 50 } };
  });
  for (const row of draw([running, ...events], columns)) expect(row.length, row).toBeLessThanOrEqual(columns);
});

describe("the history", () => {
  it("is the last minute", () => {
    const events = Array.from({ length: 300 }, (_, index): LiveEvent => {
      return { kind: "snapshot", snapshot: { sample: { ...sample, atMs: index * 500 }, progress: 0.5, asked: 50 } };
    });
    const { received } = events.reduce(reduceLive, createLiveState(""));
    expect(received).toHaveLength(120);
    expect(received[0]?.atMs).toBe(300 * 500 - 60_000);
  });
});
