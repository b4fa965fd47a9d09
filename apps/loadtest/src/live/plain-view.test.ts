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
    "0:00  5 %  clients 50 of 50  joins 0/s  sent 500/s  received 1,000/s  p50 2.00 ms  p99 20.0 ms  errors 0\n",
    "0:02  25 %  clients 50 of 50  joins 0/s  sent 500/s  received 1,000/s  p50 2.00 ms  p99 20.0 ms  errors 0\n",
    "0:04  45 %  clients 50 of 50  joins 0/s  sent 500/s  received 1,000/s  p50 2.00 ms  p99 20.0 ms  errors 0\n",
    "Waiting for what is in flight …\n",
  ]);
});

it("adds the errors up, and has no latency where there is none", () => {
  const { lines, show } = createView();
  show(1_000, { errors: { dropped: 2, refused: 3 }, p50Ms: null, p99Ms: null });
  expect(lines).toEqual(["0:01  10 %  clients 50 of 50  joins 0/s  sent 500/s  received 1,000/s  errors 5\n"]);
});
