import { describe, expect, it } from "vitest";
import { createResult } from "../../test/support/create-result.ts";
import { evaluateThresholds, percentilesIn, readThreshold } from "./threshold.ts";

function read(condition: string) {
  const reading = readThreshold(condition);
  if (reading.kind === "wrong") throw new Error(reading.problem);
  return reading.threshold;
}

describe("a condition", () => {
  it.each([
    ["p99>50ms", { metric: "p99", comparison: ">", bound: 50 }],
    ["p99.9>=1s", { metric: "p99.9", comparison: ">=", bound: 1_000 }],
    [" p999 >= 1s ", { metric: "p99.9", comparison: ">=", bound: 1_000 }],
    ["lost>0", { metric: "lost", comparison: ">", bound: 0 }],
    ["direct.out-of-order > 3", { metric: "direct.out-of-order", comparison: ">", bound: 3 }],
    ["joins/s<500", { metric: "joins/s", comparison: "<", bound: 500 }],
    ["messages/s<=5k/s", { metric: "received/s", comparison: "<=", bound: 5_000 }],
    ["cpu>80%", { metric: "cpu", comparison: ">", bound: 80 }],
    ["memory>512MiB", { metric: "memory", comparison: ">", bound: 536_870_912 }],
    ["cpu/message>50us", { metric: "cpu/message", comparison: ">", bound: 50 }],
    ["handshake.p99>1.5s", { metric: "handshake.p99", comparison: ">", bound: 1_500 }],
    ["p95>200ms", { metric: "p95", comparison: ">", bound: 200 }],
    ["answer.p99.99>1s", { metric: "answer.p99.99", comparison: ">", bound: 1_000 }],
    ["answer.p9999>1s", { metric: "answer.p99.99", comparison: ">", bound: 1_000 }],
    ["p0.5<1ms", { metric: "p0.5", comparison: "<", bound: 1 }],
  ])("%s is read", (condition, threshold) => expect(read(condition)).toMatchObject(threshold));

  it.each([
    ["p99", "a condition is a metric, one of > >= < <=, and a bound: p99>50ms or lost>0."],
    ["p99=50ms", "a condition is a metric, one of > >= < <=, and a bound: p99>50ms or lost>0."],
    [">50ms", "a condition is a metric, one of > >= < <=, and a bound: p99>50ms or lost>0."],
    ["p99>50", "a duration is a number with its unit, such as 500ms, 10s, 2m or 1h30m."],
    ["lost>0ms", "it is compared with a number, such as 0."],
    ["cpu>80", "it is compared with a percentage, such as 80%; one core is 100%."],
    ...["p100>1ms", "p0>1ms", "p99.1234>1ms", "answer.p101>1ms", "p9.>1ms"].map((condition): [string, string] => [
      condition,
      "a percentile is p and a number above 0 and below 100 with at most three decimals, such as p50, p95 or p99.9.",
    ]),
  ])("%s is refused with what is wrong", (condition, problem) => {
    expect(readThreshold(condition)).toEqual({ kind: "wrong", problem });
  });

  it("about something unknown is refused with what there is", () => {
    const reading = readThreshold("latency>1ms");
    expect(reading).toMatchObject({
      problem: expect.stringMatching(
        /^there is no metric called latency: it is a percentile such as p95, one of min, /,
      ),
    });
    expect(readThreshold("joins.p95>1ms")).toMatchObject({
      problem: expect.stringMatching(/^there is no metric called joins\.p95: /),
    });
  });
});

describe("a result", () => {
  const result = createResult();

  it.each([
    ["p99>20ms", "kept", 20],
    ["p99>=20ms", "crossed", 20],
    ["p50<100ms", "crossed", 2],
    ["p95>9ms", "crossed", 10],
    ["answer.max>1ms", "crossed", 8],
    ["lost>0", "crossed", 3],
    ["direct.lost>0", "crossed", 2],
    ["request.lost>1", "kept", 1],
    ["errors>4", "crossed", 5],
    ["dropped>2", "kept", 2],
    ["clients<50", "kept", 50],
    ["joins/s<100", "crossed", 75],
    ["received/s<1000/s", "kept", 1_000],
    ["cpu>80%", "kept", 37.5],
    ["tester-cpu>10%", "crossed", 25],
    ["memory>1MiB", "crossed", 2_000_000],
    ["cpu/message>9us", "crossed", 10],
  ])("is judged by %s", (condition, outcome, actual) => {
    expect(evaluateThresholds(result, [read(condition)])).toMatchObject([{ condition, outcome, actual }]);
  });

  it.each(["handshake.p99>1s", "p99.9>1ms"])("that lacks the metric of %s is not let off", (condition) => {
    expect(evaluateThresholds(result, [read(condition)])).toEqual([
      { condition, outcome: "not-measured", actual: null, unit: "ms" },
    ]);
  });

  it("has the percentiles that its conditions are about", () => {
    expect(percentilesIn(["p37>1ms", "answer.p95>1ms", "lost>0"].map(read))).toEqual([37, 95]);
  });
});
