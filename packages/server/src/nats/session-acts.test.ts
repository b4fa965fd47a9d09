import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ControlledFake, loopOf } from "../../test/controlled-fake.ts";
import { LoopControl } from "../control/loop-control.ts";
import { Malformed } from "./border.ts";
import type { LiveNode } from "./presence.ts";
import { SessionActs } from "./session-acts.ts";
import { ACT_TIMEOUT_MS, MAX_WAITING_ACTS } from "./timing.ts";

const PATIENCE = { timeout: 60_000 };
const HELLO = { kind: "announce", text: "hello" } as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** The acts of a session that knows two other nodes, whose broker is the test. */
function createActs() {
  const control = new LoopControl();
  const ada = new ControlledFake("1", "Ada");
  control.served = loopOf(ada);
  const live = new Map([
    ["b", "node b"],
    ["c", "node\nc"],
  ]);
  const session = {
    presence: { isLive: (name: string) => live.has(name) },
    sanctions: { hitsOf: vi.fn(async () => 5) },
    canExchange: true,
    otherNodes: () => [...live].map(([name, node]): LiveNode => ({ session: name, node, revision: 1, seenAt: 0 })),
  };
  const exchange = { act: vi.fn() };
  const node = { control, dropped: vi.fn() };
  const acts = new SessionActs(session, node, exchange);
  const answer = (from: string, number: number, hits: number) =>
    acts.received(from, { number, revision: 1, act: { kind: "done", hits } });
  return { acts, answer, ada, live, session, exchange, node };
}

it("carries an act out here, asks all nodes, and adds up what they say", async () => {
  const { acts, answer, ada, exchange } = createActs();
  const performed = acts.perform(HELLO);
  expect(exchange.act.mock.calls).toEqual([[null, 1, HELLO]]);
  for (const [session, hits] of [
    ["b", 2],
    ["stranger", 100],
    ["c", 3],
  ] as const) {
    answer(session, 1, hits);
  }
  expect(await performed).toEqual({ hits: 6, silent: [] });
  expect(ada.told).toEqual(["hello"]);
  expect(vi.getTimerCount()).toBe(0);
});

it("names nodes that are silent, and no longer waits for one that has gone", async () => {
  const { acts, answer } = createActs();
  const [first, second] = [acts.perform(HELLO), acts.perform(HELLO)];
  answer("b", 1, 2);
  acts.gone("b");
  await vi.advanceTimersByTimeAsync(ACT_TIMEOUT_MS);
  expect(await first).toEqual({ hits: 3, silent: ["node␤c"] });
  expect(await second).toEqual({ hits: 1, silent: ["node␤c"] });
  const third = acts.perform(HELLO);
  acts.gone("c");
  acts.gone("b");
  expect(await third).toEqual({ hits: 1, silent: [] });
});

it("asks whom a ban hit: it comes by the log", async () => {
  const { acts, answer, ada, live, session, exchange } = createActs();
  live.delete("c");
  const id = { kind: "ban", target: { name: "Ada" } } as const;
  const performed = acts.perform({ kind: "impose", sanction: { ...id, endsAt: 9e15, reason: "", by: "Eve" } });
  exchange.act.mockClear();
  answer("b", 1, 1);
  expect(await performed).toEqual({ hits: 6, silent: [] });
  acts.received("b", { number: 9, revision: 1, act: { kind: "impose", sanction: id } });
  await vi.waitFor(() => expect(exchange.act.mock.calls).toEqual([["b", 9, { kind: "done", hits: 5 }]]), PATIENCE);
  expect(session.sanctions.hitsOf).toHaveBeenCalledWith(id);
  expect(ada.removedFor).toEqual([]);
});

it("carries the acts of other nodes out and answers, and those of no node not at all", async () => {
  const { acts, ada, exchange, node } = createActs();
  acts.received("stranger", { number: 1, revision: 1, act: HELLO });
  acts.received("b", { number: 7, revision: 1, act: { kind: "tell", name: "ada", text: "to Ada" } });
  acts.received("b", { number: 8, revision: 1, act: HELLO });
  await vi.waitFor(() => expect(exchange.act).toHaveBeenCalledTimes(2), PATIENCE);
  expect(exchange.act.mock.calls).toEqual([
    ["b", 7, { kind: "done", hits: 1 }],
    ["b", 8, { kind: "done", hits: 1 }],
  ]);
  expect(ada.told).toEqual(["to Ada", "hello"]);
  expect(node.dropped).not.toHaveBeenCalled();
});

it("drops and counts acts when too many wait, and takes them again when those are done", async () => {
  const { acts, ada, node } = createActs();
  for (let number = 0; number < MAX_WAITING_ACTS + 3; number++) acts.received("b", { number, revision: 1, act: HELLO });
  expect(node.dropped.mock.calls).toEqual(Array(3).fill(["b", Malformed.ActCount]));
  await vi.waitFor(() => expect(ada.told).toHaveLength(MAX_WAITING_ACTS), PATIENCE);
  await acts.received("c", { number: 1, revision: 1, act: HELLO });
  await vi.waitFor(() => expect(ada.told).toHaveLength(MAX_WAITING_ACTS + 1), PATIENCE);
});

it("takes a broken connection for silence", async () => {
  const { acts, ada, session, exchange } = createActs();
  exchange.act.mockImplementation(() => {
    throw new Error("closed connection");
  });
  const performed = acts.perform(HELLO);
  session.canExchange = false;
  acts.received("b", { number: 7, revision: 1, act: HELLO });
  await vi.waitFor(() => expect(ada.told).toHaveLength(2), PATIENCE);
  await vi.advanceTimersByTimeAsync(ACT_TIMEOUT_MS);
  expect(await performed).toEqual({ hits: 1, silent: ["node b", "node␤c"] });
  expect(exchange.act).toHaveBeenCalledOnce();
});
