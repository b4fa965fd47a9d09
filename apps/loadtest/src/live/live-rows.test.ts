import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
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

function draw(events: readonly LiveEvent[], { columns = 80, rows = 16 } = {}): string[] {
  const state = events.reduce(reduceLive, createLiveState("chat-load stress"));
  return liveRows(state, { columns, rows }).map((row) => rowText(row).trimEnd());
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
    "✓ All is well",
    "            ████████████████████████░░░░░░░░░░░░░░░░  62 %  0:06  Running",
    "Max wait    █  up to 12.0 ms",
    "            █",
    "Received    █  up to 1,000/s",
    "            █",
    "Clients     50 of 50            0 joins/s",
    "Messages    500 sent/s          1,000 received/s",
    "Latency     p50 0.420 ms        p99 3.10 ms         max 12.0 ms",
    "Errors      none",
    "CPU         tester 25 %         server 30 %         memory 60.1 MiB",
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
  expect(rows[2]).toBe("Done        after 0:06");
  expect(rows.at(-1)).toMatch(/^CPU /);
});

it.each([
  [20, 10],
  [40, 24],
  [80, 24],
  [200, 50],
])("fits %d columns and %d rows", (columns, rows) => {
  const events = Array.from({ length: 150 }, (_, index): LiveEvent => {
    return { kind: "snapshot", snapshot: { sample: { ...sample, atMs: index * 500 }, progress: 0.5, asked: 50 } };
  });
  const drawn = draw([running, ...events], { columns, rows });
  for (const row of drawn) expect(row.length, row).toBeLessThanOrEqual(columns);
  // Metrics and a row of each chart are shown however low the window is.
  expect(drawn.length).toBeLessThan(Math.max(rows, 12));
});

it("draws the whole run by its worst: a stall shows in both charts", () => {
  const stalled = { receivedPerSecond: 0, p50Ms: null, p99Ms: null, maxMs: null };
  const events = Array.from({ length: 600 }, (_, index): LiveEvent => {
    const parts = index >= 300 && index < 306 ? stalled : index === 306 ? { maxMs: 3_000 } : { maxMs: 10 };
    return {
      kind: "snapshot",
      snapshot: { sample: { ...sample, atMs: index * 500, ...parts }, progress: 0.5, asked: 50 },
    };
  });
  const rows = draw([running, ...events]);
  expect(rows[1]).toBe("✓ All is well");
  expect(rows[3]).toMatch(/^Max wait {25,40}█ +up to 3 s$/);
  expect(rows[5]).toMatch(/^Received {4}█+ +█+ {2}up to 1,000\/s$/);
});

it("has words of its own for clients that join and leave", () => {
  const idle = { sentPerSecond: 0, receivedPerSecond: 0, p50Ms: null, p99Ms: null, maxMs: null };
  const joining = { ...sample, clients: 8, joinsPerSecond: 1_200, ...idle };
  const rows = draw([running, { kind: "snapshot", snapshot: { sample: joining, progress: 0.62, asked: null } }]);
  expect(rows).toContain("Clients     1,200 joins/s");
  expect(rows).toContain("Joins       █  up to 1,200/s");
  expect(rows.join()).not.toMatch(/ of 0|Messages|Latency/);
});

it("shows messages before the first client is asked for: a ramp may begin with none", () => {
  const rows = draw([running, { kind: "snapshot", snapshot: { sample, progress: 0, asked: 0 } }]);
  expect(rows.join()).toMatch(/Messages.*Latency/);
});

it("writes no time where none was measured", () => {
  const unknown = { p50Ms: null, p99Ms: null, maxMs: null };
  const rows = draw([
    running,
    { kind: "snapshot", snapshot: { sample: { ...sample, ...unknown }, progress: 0, asked: 50 } },
  ]);
  expect(rows[3]).toBe("Max wait       –");
});

it.each([4, 6, 8, 10, 12, 16, 24, 50])(
  "is not higher than a terminal of %d rows, and says first whether all is well",
  (height) => {
    const note: LiveEvent = { kind: "note", text: "The server answers." };
    const rows = draw([note, running, snapshot], { columns: 80, rows: height });
    expect(rows.length).toBeLessThanOrEqual(height - 2);
    expect(rows.slice(0, 3)).toContain("✓ All is well");
  },
);
