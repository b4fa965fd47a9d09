import { MAX_SERVER_MESSAGE_BYTES } from "@chat/protocol";
import { expect, it, vi } from "vitest";
import type { Backplane } from "../backplane/backplane.ts";
import { User } from "../delivery/user.ts";
import { ShoutTurn } from "./shout-turn.ts";

function createTurn() {
  const inbound = { countShout: vi.fn(), countNotice: vi.fn(), pump: vi.fn() };
  const listener = { user: new User("Ada", "10.0.0.1"), isAnswering: true, inbound, shoutWaits: vi.fn() };
  const backplane = {
    userCount: 3,
    broadcast: vi.fn(async () => 2),
    find: vi.fn<Backplane["find"]>(),
    perform: vi.fn<Backplane["perform"]>(),
  };
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const budget = { admit: vi.fn(() => promise), withdraw: vi.fn(() => resolve(false)) };
  return {
    listener,
    inbound,
    backplane,
    budget,
    admit: resolve,
    turn: new ShoutTurn(listener, { backplane, shoutBudget: budget }),
  };
}

it("waits for its turn, and lets the stream go on when everyone has the shout", async () => {
  const { inbound, backplane, budget, admit, turn } = createTurn();
  const shouted = turn.shout("hello");
  const line = '{"from": {"name": "Ada", "ip": "10.0.0.1"}, "to": "Everyone", "msg": "hello"}\n';
  expect(budget.admit).toHaveBeenCalledWith(turn, line.length, 3);
  expect(inbound.countShout).toHaveBeenCalledOnce();
  expect([turn.isInProgress, backplane.broadcast.mock.calls.length]).toEqual([true, 0]);
  admit(true);
  expect(await shouted).toBe(2);
  expect(backplane.broadcast).toHaveBeenCalledWith(line, expect.any(User));
  expect([turn.isInProgress, inbound.pump.mock.calls.length]).toEqual([false, 1]);
});

it("reaches nobody when it is withdrawn", async () => {
  const { backplane, turn } = createTurn();
  const shouted = turn.shout("hello");
  turn.withdraw();
  expect(await shouted).toBe(0);
  expect(backplane.broadcast).not.toHaveBeenCalled();
});

it("reaches nobody when its user is gone by its turn", async () => {
  const { listener, backplane, admit, turn } = createTurn();
  const shouted = turn.shout("hello");
  admit(true);
  listener.isAnswering = false;
  expect(await shouted).toBe(0);
  expect(backplane.broadcast).not.toHaveBeenCalled();
});

it("asks the budget for nothing when there is nothing to withdraw", () => {
  const { budget, turn } = createTurn();
  turn.withdraw();
  expect(budget.withdraw).not.toHaveBeenCalled();
});

it("passes on that it has to wait", () => {
  const { listener, turn } = createTurn();
  turn.mustWait();
  expect(listener.shoutWaits).toHaveBeenCalledOnce();
});

it("refuses a text that is too long for one message", () => {
  const { budget, turn } = createTurn();
  expect(() => turn.shout("x".repeat(MAX_SERVER_MESSAGE_BYTES))).toThrow(RangeError);
  expect([turn.isInProgress, budget.admit.mock.calls.length]).toEqual([false, 0]);
});

it("counts a notice to one user as a message, and holds the stream until it is known who got it", async () => {
  const { inbound, backplane, turn } = createTurn();
  const far = Promise.withResolvers<{ hits: number; silent: string[] }>();
  backplane.find.mockReturnValue(new User("Bob", "10.0.0.2"));
  backplane.perform.mockReturnValue(far.promise);
  const notified = turn.notify("BOB", "hello");
  expect([inbound.countNotice.mock.calls.length, turn.isInProgress]).toEqual([1, true]);
  expect(backplane.find).toHaveBeenCalledWith("bob");
  far.resolve({ hits: 1, silent: [] });
  expect(await notified).toBe(true);
  expect([turn.isInProgress, inbound.pump.mock.calls.length]).toEqual([false, 1]);
});

it("asks no other event loop for a receiver of its own, or for one who is not there", async () => {
  const { backplane, turn } = createTurn();
  expect(await turn.notify("Bob", "hello")).toBe(false);
  const bob = new User("Bob", "10.0.0.2");
  const tell = vi.fn(() => false);
  bob.mailbox = { deliver: () => true, tell };
  backplane.find.mockReturnValue(bob);
  expect(await turn.notify("Bob", "hello")).toBe(false);
  expect(tell).toHaveBeenCalledWith("hello");
  expect(backplane.perform).not.toHaveBeenCalled();
});
