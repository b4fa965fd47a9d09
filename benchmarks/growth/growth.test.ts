import { expect, it } from "vitest";
import { PALETTES } from "../comparison/bar-chart.ts";
import type { Metrics } from "../comparison/metrics.ts";
import { GROWTH_ACTS, type Growth, judgeGrowth, metricName, tabulateGrowth } from "./growth.ts";
import { drawGrowth } from "./growth-chart.ts";
import { describeVerdicts, updateGrowth } from "./growth-page.ts";

const PAGE = "before\n<!-- Written by `pnpm bench growth`, from here -->\nold\n<!-- the growth, to here -->\nafter\n";

it("lets our server grow by ten points more than the relay in C, and by no more", () => {
  expect(judgeGrowth(growthOf([10, 12.9], [5, 6]), "chat-server").every(({ isMet }) => isMet)).toBe(true);
  const [verdict] = judgeGrowth(growthOf([10, 13.2], [5, 6]), "chat-server");
  expect(verdict).toEqual({
    text: "direct message, from 100 to 18,000 users: +32 %, at most 10 points more than the +20 % of c-relay",
    isMet: false,
  });
});

it("compares within a round: what the machine did in it met both sizes", () => {
  const metrics: Metrics = { "chat-server": {}, "c-relay": {} };
  for (const act of GROWTH_ACTS) {
    metrics["chat-server"] = {
      ...metrics["chat-server"],
      [metricName(act, 100)]: [10, 20, 40],
      [metricName(act, 18_000)]: [11, 22, 44],
    };
    metrics["c-relay"] = { ...metrics["c-relay"], [metricName(act, 100)]: [5], [metricName(act, 18_000)]: [5] };
  }
  expect(judgeGrowth({ ...growthOf([1, 1], [1, 1]), metrics }, "chat-server")[0]?.text).toContain("+10 %");
});

it("judges nothing on a busy machine", () => {
  const [line] = describeVerdicts({ ...growthOf([10, 30], [5, 5]), othersShare: 0.2 }, "chat-server");
  expect(line).toMatch(/^– .*not judged, the machine was busy$/);
});

it("writes a row for each act and server", () => {
  expect(tabulateGrowth(growthOf([10, 13], [5, 6]))).toContainEqual(["/time", "c-relay", "5.00", "6.00", "+20 %"]);
});

it("replaces what an earlier run has written into the page", () => {
  const page = updateGrowth(PAGE, growthOf([10, 13], [5, 6]), "chat-server");
  expect(page).toMatch(/^before\n[\s\S]*\| join \| chat-server \| 10\.0 \| 13\.0 \| \+30 % \|[\s\S]*\nafter\n$/);
  expect(page).not.toContain("old");
});

it("draws a line for each server in each panel", () => {
  const picture = drawGrowth(growthOf([10, 13], [5, 6]), PALETTES.dark);
  expect(picture.match(/<polyline/g)).toHaveLength(8);
  expect(picture).not.toContain("NaN");
});

/** A run of one round, in which all acts cost the same. */
function growthOf(ours: readonly [number, number], floor: readonly [number, number]): Growth {
  const costs = ([few, many]: readonly [number, number]) =>
    Object.fromEntries(
      GROWTH_ACTS.flatMap((act) => [
        [metricName(act, 100), [few]],
        [metricName(act, 18_000), [many]],
      ]),
    );
  const metrics: Metrics = { "chat-server": costs(ours), "c-relay": costs(floor) };
  return { date: "2026-11-24", machine: "a machine", rounds: 1, sizes: [100, 18_000], metrics, othersShare: 0 };
}
