import { expect, it } from "vitest";
import { createSample } from "../../test/support/create-result.ts";
import { PlainView } from "./plain-view.ts";

function createView() {
  const lines: string[] = [];
  const view = new PlainView({ write: (text: string | Uint8Array) => lines.push(String(text)) > 0 });
  const show = (atMs: number, parts = {}) =>
    view.show({ sample: createSample({ atMs, ...parts }), progress: atMs / 10_000, asked: 50 });
  return { view, lines, show };
}

const REST =
  "clients 50 of 50  joins 0/s  sent 500/s  received 1,000/s, lowest 1,000/s  p50 2.00 ms  p99 20.0 ms  max 40.0 ms  errors 0\n";

it("writes a line for each phase, and one each two seconds", () => {
  const { view, lines, show } = createView();
  view.enter("checking");
  view.note("The server answers.");
  view.enter("running");
  for (let atMs = 500; atMs <= 4_500; atMs += 500) show(atMs);
  view.enter("settling");
  view.enter("done");
  show(5_000);
  expect(lines).toEqual([
    "Checking the server …\n",
    "The server answers.\n",
    "Running …\n",
    `0:00  5 %  ${REST}`,
    `0:02  25 %  ${REST}`,
    `0:04  45 %  ${REST}`,
    "Waiting for what is in flight …\n",
  ]);
});

it("adds the errors up, and has no latency where there is none", () => {
  const { lines, show } = createView();
  show(1_000, { errors: { dropped: 2, refused: 3 }, p50Ms: null, p99Ms: null, maxMs: null });
  expect(lines).toEqual([
    "0:01  10 %  clients 50 of 50  joins 0/s  sent 500/s  received 1,000/s, lowest 1,000/s  errors 5\n",
  ]);
});

it("shows the worst of the time that a line stands for: a stall between two lines, and the wait behind it", () => {
  const { lines, show } = createView();
  const stalled = { receivedPerSecond: 0, p50Ms: null, p99Ms: null, maxMs: null };
  show(500);
  show(1_000);
  for (let atMs = 1_500; atMs < 4_500; atMs += 500) show(atMs, stalled);
  show(4_500, { receivedPerSecond: 6_000, p50Ms: 1_500, p99Ms: 2_970, maxMs: 3_000 });
  show(5_000);
  expect(lines.map((line) => line.match(/received .*(?= {2}errors)/)?.[0])).toEqual([
    "received 1,000/s, lowest 1,000/s  p50 2.00 ms  p99 20.0 ms  max 40.0 ms",
    "received 250/s, lowest 0/s  p50 2.00 ms  p99 20.0 ms  max 40.0 ms",
    "received 1,500/s, lowest 0/s  p50 1.5 s  p99 2.97 s  max 3 s",
  ]);
});

it("has words of its own for clients that join and leave", () => {
  const lines: string[] = [];
  const view = new PlainView({ write: (text: string | Uint8Array) => lines.push(String(text)) > 0 });
  const idle = { sentPerSecond: 0, receivedPerSecond: 0, p50Ms: null, p99Ms: null, maxMs: null };
  view.show({ sample: createSample({ clients: 8, joinsPerSecond: 1_200, ...idle }), progress: 0.5, asked: null });
  expect(lines).toEqual(["0:00  50 %  joins 1,200/s  errors 0\n"]);
});

it("shows messages before the first client is asked for: a ramp may begin with none", () => {
  const lines: string[] = [];
  const view = new PlainView({ write: (text: string | Uint8Array) => lines.push(String(text)) > 0 });
  view.show({ sample: createSample({ clients: 0, receivedPerSecond: 0 }), progress: 0, asked: 0 });
  expect(lines[0]).toContain("clients 0 of 0  joins 0/s  sent 500/s  received 0/s");
});

it("shows no p99 where a sample has too few values for one: it could be below the p50 of that sample", () => {
  const lines: string[] = [];
  const view = new PlainView({ write: (text: string | Uint8Array) => lines.push(String(text)) > 0 });
  const few = { p50Ms: 9_000, p99Ms: null, maxMs: 9_500 };
  for (const [atMs, parts] of [
    [0, {}],
    [1_000, {}],
    [2_000, few],
  ] as const) {
    view.show({ sample: createSample({ atMs, ...parts }), progress: 0, asked: 50 });
  }
  expect(lines[1]).toContain("p50 9 s  max 9.5 s");
});
