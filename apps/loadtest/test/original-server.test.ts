import { EndpointName, isEndpoint } from "@chat/protocol";
import { OriginalServer } from "@chat/testing";
import { expect, it } from "vitest";
import type { RunResult } from "../src/result/run-result.ts";
import type { BenchSettings, CommonSettings, RunHooks } from "../src/runs/run-settings.ts";
import { takeGivenServer } from "../src/target/open-target.ts";
import { findBenchWorkload } from "../src/workloads/bench-workloads.ts";
import { runBench, runStress } from "./support/checked-runs.ts";

const USERS = 10;

const COMMON: CommonSettings = {
  fleet: { processes: 1, threads: 1 },
  messageBytes: 100,
  seed: 1,
  connectTimeoutMs: 5_000,
  handshakeTimeoutMs: 5_000,
  answerTimeoutMs: 5_000,
};

const BENCH: BenchSettings = {
  ...COMMON,
  workload: findBenchWorkload("dm"),
  load: { users: USERS, inFlight: 8 },
  durationMs: 1_500,
  warmUpMs: 0,
};

const HOOKS: RunHooks = {
  signal: new AbortController().signal,
  onPhase: () => undefined,
  onSample: () => undefined,
};

async function bench({ port }: OriginalServer, settings: Partial<BenchSettings>): Promise<RunResult> {
  return await runBench({ ...BENCH, ...settings }, takeGivenServer("127.0.0.1", port, null), HOOKS);
}

// All at once: each waits some seconds for what does not come any more.
it.concurrent.each<[string, Partial<BenchSettings>]>([
  ["in a closed loop", {}],
  ["in an open loop", { load: { users: USERS, rate: 4_000 } }],
  ["of messages that are longer than a read", { messageBytes: 700, load: { users: USERS, inFlight: 4 } }],
])("finds exactly the direct messages that an original server lost, %s", async (_, settings) => {
  await using server = await OriginalServer.start();
  const { accounts, server: found } = await bench(server, settings);
  expect(found.kind).toBe("original");
  expect(server.lost.length).toBeGreaterThan(USERS);
  expect(accounts.direct).toMatchObject({ lost: server.lost.length, duplicated: 0, outOfOrder: 0, corrupted: 0 });
});

it.concurrent.each<[string, object]>([
  ["in an open loop", { rate: 2_000 }],
  ["in a closed loop", { inFlight: 8 }],
])("finds exactly the shouts and the receipts that an original server lost, %s", async (_, pacing) => {
  await using server = await OriginalServer.start();
  const { accounts } = await bench(server, {
    workload: findBenchWorkload("shout"),
    load: { users: USERS, shouters: 3, ...pacing },
  });
  expect(server.lost.length).toBeGreaterThan(USERS);
  expect(server.lost.every(({ to }) => to === EndpointName.Shout)).toBe(true);
  expect(accounts.request?.lost).toBe(server.lost.length);
  expect(accounts.shout?.lost).toBe(server.lost.length * (USERS - 1));
});

it.concurrent("finds exactly what an original server lost of a chat in which everybody writes everything", async () => {
  await using server = await OriginalServer.start();
  const chat = { bots: USERS, pace: { min: 0, max: 4 }, shouts: 0.2, slowReaders: 0 };
  const settings = { ...COMMON, chat, durationMs: 1_500 };
  const { accounts } = await runStress(settings, takeGivenServer("127.0.0.1", server.port, null), HOOKS);

  const lostShouts = server.lost.filter(({ to }) => to === EndpointName.Shout).length;
  const lostDirect = server.lost.filter(({ to }) => !isEndpoint(to) && !to.endsWith("nobody")).length;
  expect(lostDirect).toBeGreaterThan(0);
  expect(lostShouts).toBeGreaterThan(0);
  expect(accounts.direct?.lost).toBe(lostDirect);
  expect(accounts.shout?.lost).toBe(lostShouts * (USERS - 1));
  expect(accounts.request?.lost).toBe(server.lost.length - lostDirect);
});
