import { describe, expect, it } from "vitest";
import { createResult } from "../../test/support/create-result.ts";
import { evaluateThresholds, readThreshold } from "./threshold.ts";

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
  ])("%s is read", (condition, threshold) => expect(read(condition)).toMatchObject(threshold));

  it.each([
    ["p99", "a condition is a metric, one of > >= < <=, and a bound: p99>50ms or lost>0."],
    ["p99=50ms", "a condition is a metric, one of > >= < <=, and a bound: p99>50ms or lost>0."],
    [">50ms", "a condition is a metric, one of > >= < <=, and a bound: p99>50ms or lost>0."],
    ["p99>50", "a duration is a number with its unit, such as 500ms, 10s, 2m or 1h30m."],
    ["lost>0ms", "it is compared with a number, such as 0."],
    ["cpu>80", "it is compared with a percentage, such as 80%; one core is 100%."],
  ])("%s is refused with what is wrong", (condition, problem) => {
    expect(readThreshold(condition)).toEqual({ kind: "wrong", problem });
  });

  it("about something unknown is refused with what there is", () => {
    const reading = readThreshold("p98>1ms");
    expect(reading).toMatchObject({
      problem: expect.stringMatching(/^there is no metric called p98: it is one of min, /),
    });
  });
});

describe("a result", () => {
  const result = createResult();

  it.each([
    ["p99>20ms", false, 20],
    ["p99>=20ms", true, 20],
    ["p50<100ms", true, 2],
    ["p99.9>1ms", true, 30],
    ["answer.max>1ms", true, 8],
    ["lost>0", true, 3],
    ["direct.lost>0", true, 2],
    ["request.lost>1", false, 1],
    ["errors>4", true, 5],
    ["dropped>2", false, 2],
    ["clients<50", false, 50],
    ["joins/s<100", true, 75],
    ["received/s<1000/s", false, 1_000],
    ["cpu>80%", false, 37.5],
    ["tester-cpu>10%", true, 25],
    ["memory>1MiB", true, 2_000_000],
    ["cpu/message>9us", true, 10],
  ])("is judged by %s", (condition, isCrossed, actual) => {
    expect(evaluateThresholds(result, [read(condition)])).toMatchObject([{ condition, isCrossed, actual }]);
  });

  it("that lacks a metric is not let off", () => {
    expect(evaluateThresholds(result, [read("handshake.p99>1s")])).toEqual([
      { condition: "handshake.p99>1s (not measured)", isCrossed: true, actual: 0, unit: "ms" },
    ]);
  });
});
