import { expect, it } from "vitest";
import { readScenario } from "../scenario/read-scenario.ts";
import { createBenchScenario, findBenchWorkload } from "./bench-workloads.ts";
import { createChatScenario } from "./chat.ts";

const CHAT = { bots: 20, pace: { min: 100, max: 1_000 }, shouts: 0.2, slowReaders: 0 };
const TIMES = { durationMs: 10_000, warmUpMs: 2_000 };

it("lets a bot choose evenly among the five things to send, as the original's does", () => {
  const { personas, stages } = readScenario(createChatScenario(CHAT, 10_000));
  expect(stages).toEqual([{ kind: "hold", clients: 20, duration: 10_000 }]);
  expect(personas).toMatchObject([
    {
      name: "chatter",
      sends: { direct: 0.2, shout: 0.2, time: 0.2, list: 0.2, nobody: 0.2 },
      thinkTime: { kind: "uniform", min: 100, max: 1_000 },
    },
  ]);
});

it("shares the rest among the others when more is shouted", () => {
  const { personas } = readScenario(createChatScenario({ ...CHAT, shouts: 0.6 }, 10_000));
  expect(personas[0]?.sends).toEqual({ direct: 0.1, shout: 0.6, time: 0.1, list: 0.1, nobody: 0.1 });
});

it("has bots that read nothing", () => {
  expect(readScenario(createChatScenario({ ...CHAT, slowReaders: 0.25 }, 10_000)).personas).toMatchObject([
    { name: "chatter", share: 0.75, reads: true },
    { name: "slow reader", share: 0.25, reads: false },
  ]);
});

it("lets bots leave and come back", () => {
  const { churn } = readScenario(createChatScenario({ ...CHAT, churn: 0.001, away: { min: 20, max: 20 } }, 10_000));
  expect(churn).toEqual({ rate: 0.001, away: { kind: "uniform", min: 20, max: 20 } });
});

it.each([
  ["connect", { inFlight: 5, users: 100 }],
  ["connect", { rate: 50 }],
  ["dm", {}],
  ["dm", { users: 7, rate: 0.5 }],
  ["shout", { users: 10, shouters: 10, inFlight: 2 }],
  ["shout", { users: 10, shouters: 3, rate: 100 }],
])("has a right scenario for bench %s, %j", (name, load) => {
  const { stages, warmUp, personas } = readScenario(createBenchScenario(findBenchWorkload(name), load, TIMES));
  expect({ duration: stages[0]?.duration, warmUp }).toEqual({ duration: 12_000, warmUp: 2_000 });
  expect(stages[0]?.rate).toBe("rate" in load ? load.rate : undefined);
  expect(personas[0]?.inFlight).toBe("rate" in load ? undefined : "inFlight" in load ? load.inFlight : 1);
});
