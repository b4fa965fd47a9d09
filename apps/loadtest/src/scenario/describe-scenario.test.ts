import { expect, it } from "vitest";
import { describeScenario } from "./describe-scenario.ts";
import { readScenario } from "./read-scenario.ts";

it("describes everything that was chosen", () => {
  const scenario = readScenario({
    name: "evening",
    stages: [
      { kind: "ramp", clients: 40, duration: "500ms" },
      { kind: "hold", duration: "10m" },
    ],
    personas: [
      { name: "talker", sends: { shout: 1, direct: 6 }, thinkTime: { kind: "exponential", mean: "50ms" } },
      { name: "hanger", thinkTime: { kind: "constant", value: "1s" }, sends: { list: 1 }, reads: false },
      { name: "listener", share: 2 },
    ],
    churn: { rate: "2/s" },
    warmUp: "2s",
    seed: 3,
  });
  expect(describeScenario(scenario)).toEqual({
    scenario: "evening",
    stages: "ramp to 40 clients in 500 ms; hold for 10 min 0 s",
    personas:
      "talker 25 % (direct 6 shout 1, every 50.0 ms on average, exponential); " +
      "hanger 25 % (list, every 1 s, reads nothing); listener 50 % (listens)",
    churn: "2.00 leave each second, and come back after 1 s to 5 s",
    "warm-up": "2 s",
    "message size": "128 B",
    seed: "3",
  });
});

it.each([
  [
    { name: "user", sends: { direct: 1 }, receivers: "partner", inFlight: 4 },
    "user (direct, in pairs, closed loop, 4 in flight)",
  ],
  [
    { name: "asker", sends: { time: 1 }, thinkTime: { kind: "log-normal", median: "1s", p95: "3s" } },
    "asker (time, every 1 s as median, p95 3 s, log-normal)",
  ],
])("describes %j", (persona, text) => {
  const stages = [{ kind: "hold", clients: 4, duration: "1s" }];
  const { personas, stages: described } = describeScenario(
    readScenario({ stages, personas: [persona], messagesPerClient: 5 }),
  );
  expect({ personas, described }).toEqual({ personas: text, described: "hold 4 clients for 1 s" });
});

it("describes an open loop, and clients that only join and leave", () => {
  const stages = [{ kind: "hold", rate: "50/s", duration: "10s" }];
  expect(describeScenario(readScenario({ stages, personas: [{ name: "visitor", visits: true }] }))).toMatchObject({
    stages: "hold 50.0/s for 10 s",
    personas: "visitor (joins and leaves, open loop)",
  });
});
