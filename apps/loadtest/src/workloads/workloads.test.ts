import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Generator } from "../generator/generator.ts";
import type { LoadClient } from "../generator/load-client.ts";
import type { ChatLoad, LoadPlan } from "../generator/load-plan.ts";
import { ChatWorkload } from "./chat.ts";
import { ConnectWorkload } from "./connect.ts";
import { DirectWorkload } from "./direct.ts";

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
  load: { kind: "heartbeat", everyMs: 1_000 },
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
    sendTo: (receiver) => writes.push(`${receiver}`),
  };
  return client as LoadClient;
}

/** What bot 3 writes among others. */
function chat(seed: number, others: readonly number[]): string[] {
  const share = { time: 0.2, list: 0.2, direct: 0.2, shout: 0.2, nobody: 0.2 };
  const persona = { name: "talker", share: 1, paceMs: { min: 10, max: 100 }, writes: share, reads: true };
  const load: ChatLoad = { kind: "chat", users: 50, personas: [persona], churn: null };
  const scenario = new ChatWorkload({ ...PLAN, seed }, load, {} as Generator);
  const writes: string[] = [];
  for (const index of others) scenario.joined(clientOf(index, []));
  scenario.joined(clientOf(3, writes));
  scenario.begin();
  vi.advanceTimersByTime(2_000);
  scenario.cease();
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
  const scenarios = Array.from({ length: workers }, (_, worker) => {
    const scenario = new DirectWorkload({ ...PLAN, worker, workers }, users, { kind: "open", perSecond: 1_000 });
    for (let index = worker; index < users; index += workers) scenario.joined(clientOf(index, sent));
    return scenario;
  });
  for (const scenario of scenarios) scenario.begin();
  vi.advanceTimersByTime(1_000);
  for (const scenario of scenarios) scenario.cease();
  expect(Math.abs(sent.length - 1_000)).toBeLessThanOrEqual(workers);
});

it("keeps as many joining as it was told when clients are turned away", () => {
  const connected: number[] = [];
  const generator: Partial<Generator> = {
    connect(index) {
      connected.push(index);
      return clientOf(index, []);
    },
  };
  const scenario = new ConnectWorkload(PLAN, { kind: "closed", inFlight: 2 }, generator as Generator);
  scenario.begin();
  expect(connected).toEqual([0, 1]);
  scenario.gone();
  vi.advanceTimersByTime(100);
  expect(connected).toEqual([0, 1, 2]);
  scenario.cease();
  scenario.gone();
  vi.advanceTimersByTime(100);
  expect(connected).toEqual([0, 1, 2]);
});

/** A crowd of which some leave each second, and what its worker was told to do with them, by number. */
function churn(perSecond: number, worker = 0, workers = 1) {
  const share = { time: 1, list: 0, direct: 0, shout: 0, nobody: 0 };
  const chatter = { name: "chatter", share: 0.5, paceMs: { min: 50, max: 50 }, writes: share, reads: true };
  const personas = [chatter, { ...chatter, name: "slow reader", reads: false }];
  const departed: number[] = [];
  const returned: number[] = [];
  const generator: Partial<Generator> = {
    depart({ index }) {
      departed.push(index);
    },
    comeBack({ index }) {
      returned.push(index);
    },
  };
  const load: ChatLoad = { kind: "chat", users: 20, personas, churn: { perSecond, awayMs: { min: 100, max: 200 } } };
  const scenario = new ChatWorkload({ ...PLAN, worker, workers }, load, generator as Generator);
  const clients = Array.from({ length: 20 }, (_, index) => ({ ...clientOf(index, []), stopReading: () => undefined }));
  const ours = clients.filter(({ index }) => index % workers === worker) as unknown as LoadClient[];
  for (const client of ours) scenario.joined(client);
  scenario.begin();
  return { scenario, clients: ours, departed, returned };
}

it("lets bots leave at the rate, in all of its workers, but for those that read nothing", () => {
  const departed = [0, 1, 2].flatMap((worker) => {
    const crowd = churn(6, worker, 3);
    vi.advanceTimersByTime(1_000);
    crowd.scenario.cease();
    return crowd.departed;
  });
  expect(new Set(departed).size).toBe(departed.length);
  expect(departed.length).toBeGreaterThanOrEqual(6);
  expect(departed.length).toBeLessThanOrEqual(9);
  for (const index of departed) expect(index).toBeLessThan(10);
});

it("lets everybody come back who is gone, whatever the reason, after the time that it stays away", () => {
  const { scenario, clients, returned } = churn(1);
  const [chatter, slowReader] = [clients[3], clients[15]] as [LoadClient, LoadClient];
  for (const client of [chatter, slowReader]) scenario.gone(client);
  vi.advanceTimersByTime(99);
  expect(returned).toEqual([]);
  vi.advanceTimersByTime(102);
  expect(returned.toSorted((a, b) => a - b)).toEqual([3, 15]);
  // It was not let in, and tries again.
  scenario.gone(chatter);
  vi.advanceTimersByTime(201);
  expect(returned.filter((index) => index === 3)).toHaveLength(2);
  scenario.cease();
});

it("lets nobody leave or come back once the load has ceased", () => {
  const { scenario, clients, departed, returned } = churn(10);
  scenario.gone(clients[0] as LoadClient);
  scenario.cease();
  scenario.gone(clients[1] as LoadClient);
  const before = departed.length;
  vi.advanceTimersByTime(1_000);
  expect(departed).toHaveLength(before);
  expect(returned).toEqual([]);
});
