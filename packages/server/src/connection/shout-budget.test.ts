import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { resolveLimits } from "../limits.ts";
import { ShoutBudget, type Shouter } from "./shout-budget.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

class WaitingShouter implements Shouter {
  shoutTag = 0;
  readonly mustWait = vi.fn();
}

/** A budget of 1,000 bytes a second and no burst, unless limits are given, and the shouts that have begun. */
function createBudget(limits: Parameters<typeof resolveLimits>[0] = {}) {
  const budget = new ShoutBudget(resolveLimits({ shoutBytesPerSecond: 1_000, shoutByteBurst: 1, ...limits }));
  const begun: string[] = [];
  const withdrawn: string[] = [];
  function shout(shouter: Shouter, name: string, bytes: number, receivers = 1): void {
    void budget.admit(shouter, bytes, receivers).then((isAdmitted) => (isAdmitted ? begun : withdrawn).push(name));
  }
  return { budget, begun, withdrawn, shout };
}

async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}

it("begins a shout at once when there is budget, and lets the next wait until the debt is paid", async () => {
  const { begun, shout } = createBudget();
  const ada = new WaitingShouter();
  shout(ada, "first", 501);
  shout(ada, "second", 1);
  await pass(499);
  expect(begun).toEqual(["first"]);
  await pass(3);
  expect(begun).toEqual(["first", "second"]);
});

it("says at once which shouts have to wait, each once", async () => {
  const { shout } = createBudget();
  const [ada, bob] = [new WaitingShouter(), new WaitingShouter()];
  shout(ada, "begins at once", 501);
  expect(ada.mustWait).not.toHaveBeenCalled();
  shout(ada, "waits", 1);
  shout(bob, "waits too", 1);
  expect([ada.mustWait.mock.calls.length, bob.mustWait.mock.calls.length]).toEqual([1, 1]);
  await pass(2_000);
  shout(bob, "begins at once again", 1);
  expect([ada.mustWait.mock.calls.length, bob.mustWait.mock.calls.length]).toEqual([1, 1]);
});

it("is fair by bytes: a user who shouts little does not wait behind all shouts of another", async () => {
  const { begun, shout } = createBudget();
  const [greedy, modest] = [new WaitingShouter(), new WaitingShouter()];
  for (let index = 0; index < 5; index++) shout(greedy, `greedy ${index}`, 10_000);
  for (let index = 0; index < 5; index++) shout(modest, `modest ${index}`, 100);
  await pass(11_000);
  expect(begun).toEqual(["greedy 0", ...Array.from({ length: 5 }, (_, index) => `modest ${index}`), "greedy 1"]);
});

it("admits the same number of bytes of two users who shout as much as they can", async () => {
  const { begun, shout } = createBudget();
  const shouters = { a: new WaitingShouter(), b: new WaitingShouter() };
  for (let index = 0; index < 20; index++) {
    shout(shouters.a, "a", 1_000);
    for (let small = 0; small < 10; small++) shout(shouters.b, "b", 100);
  }
  await pass(10_000);
  expect(begun.filter((name) => name === "b").length / begun.filter((name) => name === "a").length).toBeCloseTo(10, -1);
});

it("admits a user who has shouted before, however many new users come", async () => {
  const { begun, shout } = createBudget();
  const ada = new WaitingShouter();
  shout(ada, "ada 1", 1_000);
  shout(ada, "ada 2", 1_000);
  for (let index = 0; index < 20; index++) {
    shout(new WaitingShouter(), "somebody new", 1_000);
    shout(new WaitingShouter(), "somebody new", 1_000);
    await pass(2_000);
  }
  expect(begun.indexOf("ada 2")).toBeGreaterThan(0);
  expect(begun.indexOf("ada 2")).toBeLessThan(10);
});

it("keeps the order of one shouter", async () => {
  const { begun, shout } = createBudget();
  const ada = new WaitingShouter();
  for (const name of ["1", "2", "3", "4"]) shout(ada, name, 0);
  await pass(10);
  expect(begun).toEqual(["1", "2", "3", "4"]);
});

it("counts deliveries as well", async () => {
  const { begun, shout } = createBudget({ shoutBytesPerSecond: 0, shoutDeliveriesPerSecond: 1_000 });
  const ada = new WaitingShouter();
  shout(ada, "two seconds' worth", 1, 2_000);
  shout(ada, "for which nothing is left", 1, 500);
  shout(ada, "which waits for that", 1, 1);
  await pass(0);
  expect(begun).toEqual(["two seconds' worth"]);
  await pass(2);
  expect(begun).toHaveLength(2);
  await pass(490);
  expect(begun).toHaveLength(2);
  await pass(12);
  expect(begun).toHaveLength(3);
});

it("withdraws the waiting shouts of one user, and all when it is cleared", async () => {
  const { budget, begun, withdrawn, shout } = createBudget();
  const [ada, bob] = [new WaitingShouter(), new WaitingShouter()];
  shout(ada, "ada 1", 1_000);
  shout(ada, "ada 2", 1_000);
  shout(ada, "ada 3", 1_000);
  shout(bob, "bob", 1_000);
  await pass(0);
  budget.withdraw(ada);
  await pass(0);
  expect([begun, withdrawn]).toEqual([["ada 1"], ["ada 2", "ada 3"]]);
  budget.clear();
  await pass(10_000);
  expect([begun, withdrawn]).toEqual([["ada 1"], ["ada 2", "ada 3", "bob"]]);
});

it("is off when the rate of shouts is 0", async () => {
  const { begun, shout } = createBudget({ shoutsPerSecond: 0 });
  for (let index = 0; index < 100; index++) shout(new WaitingShouter(), "x", 1_000_000, 1_000_000);
  await pass(0);
  expect(begun).toHaveLength(100);
});
