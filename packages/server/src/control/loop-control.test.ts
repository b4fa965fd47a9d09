import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ControlledFake, loopOf } from "../../test/controlled-fake.ts";
import { LoopControl } from "./loop-control.ts";
import type { Sanction, SanctionTarget } from "./sanctions.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

function createControl(...connections: ControlledFake[]): LoopControl {
  const control = new LoopControl();
  control.served = loopOf(...connections);
  return control;
}

function ban(target: SanctionTarget): Sanction {
  return { kind: "ban", target, endsAt: 60_000, reason: "spam", by: "Eve" };
}

it("disconnects the user of a name, or one connection, and no other", async () => {
  const fakes = [new ControlledFake("1", "Ada"), new ControlledFake("2", null), new ControlledFake("3", "Bob")];
  const control = createControl(...fakes);
  expect(await control.perform({ kind: "disconnect", whom: { name: "ADA" }, reason: "loud" })).toBe(1);
  expect(await control.perform({ kind: "disconnect", whom: { id: "2" }, reason: "" })).toBe(1);
  expect(await control.perform({ kind: "disconnect", whom: { id: "4" }, reason: "" })).toBe(0);
  expect(fakes.map(({ removedFor }) => removedFor)).toEqual([["loud"], [""], []]);
});

it("counts those who get a notice, not those without room nor those who are ending", async () => {
  const fakes = [new ControlledFake("1", "Ada"), new ControlledFake("2", "Bob"), new ControlledFake("3", "Cleo")];
  const [ada, bob, cleo] = fakes as [ControlledFake, ControlledFake, ControlledFake];
  bob.hasRoom = false;
  cleo.remove("gone");
  const control = createControl(...fakes);
  expect(await control.perform({ kind: "announce", text: "hello" })).toBe(1);
  expect(await control.perform({ kind: "tell", name: "bob", text: "hello" })).toBe(0);
  expect([ada.told, bob.told, cleo.told]).toEqual([["hello"], [], []]);
});

it("has a ban in force before it visits anybody, and disconnects those whom it keeps out", async () => {
  const fakes = [
    new ControlledFake("1", "Ada", "10.0.0.1"),
    new ControlledFake("2", null, "10.0.0.2"),
    new ControlledFake("3", "Bob", "10.1.0.1"),
  ];
  const control = createControl(...fakes);
  const performed = control.perform({ kind: "impose", sanction: ban({ address: "10.0.0.0/16" }) });
  expect(control.sanctions.banOfAddress("10.0.0.9")).not.toBeNull();
  expect(await performed).toBe(2);
  expect(await control.perform({ kind: "impose", sanction: ban({ name: "bob" }) })).toBe(1);
  const words = "spam - banned, for another 1 min";
  expect(fakes.map(({ removedFor }) => removedFor)).toEqual([[words], [words], [words]]);
});

it("lifts a ban, and lets it end by the clock", async () => {
  const control = createControl();
  for (const name of ["Ada", "Bob"]) await control.perform({ kind: "impose", sanction: ban({ name }) });
  expect(await control.perform({ kind: "lift", sanction: ban({ name: "ADA" }) })).toBe(0);
  expect(control.sanctions.list()).toEqual([ban({ name: "Bob" })]);
  vi.setSystemTime(60_000);
  expect(control.sanctions.has(ban({ name: "Bob" }))).toBe(false);
});

it("visits however many connections there are in slices: others have their turn meanwhile", async () => {
  const fakes = Array.from({ length: 2_000 }, (_, index) => new ControlledFake(`${index}`, "Ada"));
  for (const fake of fakes) {
    fake.tell = () => {
      for (const until = performance.now() + 0.05; performance.now() < until; );
      return true;
    };
  }
  let turns = 0;
  const count = () => {
    turns += 1;
    turn = setImmediate(count);
  };
  let turn = setImmediate(count);
  expect(await createControl(...fakes).perform({ kind: "announce", text: "hello" })).toBe(2_000);
  clearImmediate(turn);
  expect(turns).toBeGreaterThan(2);
});
