import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LoadClient } from "../generator/load-client.ts";
import type { ClientPool, LoadPlan } from "../generator/workload.ts";
import { readScenario } from "../scenario/read-scenario.ts";
import { createBenchScenario, findBenchWorkload } from "./bench-workloads.ts";
import { type ChatSettings, createChatScenario } from "./chat.ts";
import { PersonaWorkload } from "./persona-workload.ts";
import { VisitorsWorkload } from "./visitors.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const PLAN: LoadPlan = {
  run: "t1",
  host: "127.0.0.1",
  port: 1,
  sources: [],
  connectTimeoutMs: 1_000,
  handshakeTimeoutMs: 1_000,
  answerTimeoutMs: 1_000,
  messageBytes: 64,
  worker: 0,
  workers: 1,
  seed: 7,
};

/** A client that notes what it is told to write. */
function clientOf(index: number, writes: string[]): LoadClient {
  const client: Partial<LoadClient> = {
    index,
    isExempt: false,
    isJoined: true,
    ask: (_kind, to) => void writes.push(to),
    shout: () => void writes.push("/shout"),
    sendTo: (receiver) => void writes.push(`${receiver}`),
  };
  return client as LoadClient;
}

const NO_POOL = {} as ClientPool;

const CHAT: ChatSettings = { bots: 50, pace: { min: 10, max: 100 }, shouts: 0.2, slowReaders: 0 };

function createChat(settings: ChatSettings, plan: LoadPlan, pool: ClientPool): PersonaWorkload {
  return new PersonaWorkload(readScenario(createChatScenario(settings, 60_000)), plan, pool);
}

function createBench(name: string, load: Parameters<typeof createBenchScenario>[1]) {
  return readScenario(createBenchScenario(findBenchWorkload(name), load, { durationMs: 60_000, warmUpMs: 0 }));
}

/** Lets bot 3 chat among others; returns what it writes. */
function chat(seed: number, others: readonly number[]): string[] {
  const workload = createChat(CHAT, { ...PLAN, seed }, NO_POOL);
  const writes: string[] = [];
  for (const index of others) workload.onJoined(clientOf(index, []));
  workload.onJoined(clientOf(3, writes));
  workload.start();
  vi.advanceTimersByTime(2_000);
  workload.stop();
  return writes;
}

it("lets a bot make the same choices for the same seed, whoever else is at its worker", () => {
  const choices = chat(1, [1, 2]);
  expect(choices.length).toBeGreaterThan(20);
  expect(chat(1, [])).toEqual(choices);
  expect(chat(1, [0, 4, 8])).toEqual(choices);
  expect(chat(2, [1, 2])).not.toEqual(choices);
});

it.each([
  { users: 2, workers: 4 },
  { users: 5, workers: 3 },
  { users: 7, workers: 1 },
])("sends at the whole rate with $users users in $workers workers", ({ users, workers }) => {
  const sent: string[] = [];
  const workloads = Array.from({ length: workers }, (_, worker) => {
    const workload = new PersonaWorkload(
      createBench("dm", { users, rate: 1_000 }),
      { ...PLAN, worker, workers },
      NO_POOL,
    );
    for (let index = worker; index < users; index += workers) workload.onJoined(clientOf(index, sent));
    return workload;
  });
  for (const workload of workloads) workload.start();
  vi.advanceTimersByTime(1_000);
  for (const workload of workloads) workload.stop();
  expect(Math.abs(sent.length - 1_000)).toBeLessThanOrEqual(workers);
});

it("keeps as many joining as it was told when clients are turned away", () => {
  const connected: number[] = [];
  const pool: Partial<ClientPool> = {
    connect(index) {
      connected.push(index);
      return clientOf(index, []);
    },
  };
  const workload = new VisitorsWorkload(createBench("connect", { inFlight: 2 }), PLAN, pool as ClientPool);
  workload.start();
  expect(connected).toEqual([0, 1]);
  workload.onClosed();
  vi.advanceTimersByTime(100);
  expect(connected).toEqual([0, 1, 2]);
  workload.stop();
  workload.onClosed();
  vi.advanceTimersByTime(100);
  expect(connected).toEqual([0, 1, 2]);
});

/** Starts a chat in which some bots leave each second; half of them read nothing. Notes who leaves and returns, by number. */
function churn(perSecond: number, worker = 0, workers = 1) {
  const left: number[] = [];
  const returned: number[] = [];
  const pool: Partial<ClientPool> = {
    disconnect: ({ index }) => void left.push(index),
    reconnect: ({ index }) => void returned.push(index),
  };
  const settings = { ...CHAT, bots: 20, slowReaders: 0.5, churn: perSecond, away: { min: 100, max: 200 } };
  const workload = createChat(settings, { ...PLAN, worker, workers }, pool as ClientPool);
  const clients = Array.from({ length: 20 }, (_, index) => ({ ...clientOf(index, []), stopReading: () => undefined }));
  const own = clients.filter(({ index }) => index % workers === worker) as unknown as LoadClient[];
  for (const client of own) workload.onJoined(client);
  workload.start();
  return { workload, clients: own, left, returned };
}

it("lets bots leave at the rate, in all of its workers, but for those that read nothing", () => {
  const left = [0, 1, 2].flatMap((worker) => {
    const group = churn(6, worker, 3);
    vi.advanceTimersByTime(1_000);
    group.workload.stop();
    return group.left;
  });
  expect(new Set(left).size).toBe(left.length);
  expect(left.length).toBeGreaterThanOrEqual(6);
  expect(left.length).toBeLessThanOrEqual(9);
  // Half of the bots read nothing: every second one.
  for (const index of left) expect(index % 2).toBe(0);
});

it("lets everybody come back who is gone, whatever the reason, after the time that it stays away", () => {
  const { workload, clients, returned } = churn(1);
  const [chatter, slowReader] = [clients[4], clients[15]] as [LoadClient, LoadClient];
  for (const client of [chatter, slowReader]) workload.onClosed(client);
  vi.advanceTimersByTime(99);
  expect(returned).toEqual([]);
  vi.advanceTimersByTime(102);
  expect(returned.toSorted((a, b) => a - b)).toEqual([4, 15]);
  // It was not let in, and tries again.
  workload.onClosed(chatter);
  vi.advanceTimersByTime(201);
  expect(returned.filter((index) => index === 4)).toHaveLength(2);
  workload.stop();
});

it("lets nobody leave or come back once the load has stopped", () => {
  const { workload, clients, left, returned } = churn(10);
  workload.onClosed(clients[0] as LoadClient);
  workload.stop();
  workload.onClosed(clients[1] as LoadClient);
  const before = left.length;
  vi.advanceTimersByTime(1_000);
  expect(left).toHaveLength(before);
  expect(returned).toEqual([]);
});
