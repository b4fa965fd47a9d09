import { expect, it, vi } from "vitest";
import { useTurnClock } from "../../test/turn-clock.ts";
import type { SharedLine } from "../delivery/line.ts";
import { User } from "../delivery/user.ts";
import { FanOut, type ShoutReceiver } from "./fan-out.ts";

/** By this clock, each shout that somebody takes costs a millisecond: a slice is a few of them. */
const clock = useTurnClock();

class Receiver implements ShoutReceiver {
  readonly user: User;
  readonly got: string[] = [];
  hasRoom = true;

  constructor(name: string) {
    this.user = new User(name, "127.0.0.1");
  }

  shout({ text }: SharedLine): boolean {
    clock.now += 1;
    if (this.hasRoom) this.got.push(text);
    return this.hasRoom;
  }
}

function createRoom(size: number) {
  const fanOut = new FanOut();
  const receivers = Array.from({ length: size }, (_, index) => new Receiver(`user ${index}`));
  for (const receiver of receivers) join(fanOut, receiver);
  return { fanOut, receivers };
}

function join(fanOut: FanOut, receiver: Receiver): void {
  fanOut.add(receiver);
  fanOut.enterView(receiver.user);
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    vi.runOnlyPendingTimers();
    await Promise.resolve();
  }
}

function countOf(receivers: readonly Receiver[], text: string): number {
  return receivers.filter(({ got }) => got.includes(text)).length;
}

it("delivers a shout to a few at once, and resolves with their number without the sender and the full", async () => {
  const { fanOut, receivers } = createRoom(5);
  (receivers[3] as Receiver).hasRoom = false;
  const count = fanOut.begin("hi", (receivers[0] as Receiver).user, "in-view");
  expect(receivers.map(({ got }) => got.length)).toEqual([0, 1, 1, 0, 1]);
  expect(fanOut.isInProgress).toBe(false);
  expect(await count).toBe(3);
});

it("yields to others when it goes to many", async () => {
  const { fanOut, receivers } = createRoom(100);
  const count = fanOut.begin("hi", null, "in-view");
  const first = countOf(receivers, "hi");
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(30);
  await turns(1);
  expect(countOf(receivers, "hi")).toBeGreaterThan(first);
  await turns(20);
  expect(await count).toBe(100);
  expect(countOf(receivers, "hi")).toBe(100);
});

it("leaves out users who come later and users who have gone, and counts neither", async () => {
  const { fanOut, receivers } = createRoom(100);
  const count = fanOut.begin("hi", null, "in-view");
  const late = new Receiver("late");
  join(fanOut, late);
  const leavers = [receivers[0], receivers[98], receivers[99]] as Receiver[];
  for (const leaver of leavers) fanOut.delete(leaver.user);
  await turns(20);
  expect(late.got).toEqual([]);
  expect(leavers.map(({ got }) => got)).toEqual([["hi"], [], []]);
  // One of those who left had got it.
  expect(await count).toBe(98);
});

it("leaves out a user who comes back under the same name in between", async () => {
  const { fanOut, receivers } = createRoom(100);
  const count = fanOut.begin("hi", null, "in-view");
  fanOut.delete((receivers[99] as Receiver).user);
  const again = new Receiver("user 99");
  join(fanOut, again);
  await turns(20);
  expect(again.got).toEqual([]);
  expect(await count).toBe(99);
});

it("delivers all shouts to everybody in the order in which they began", async () => {
  const { fanOut, receivers } = createRoom(60);
  const counts = ["1", "2"].map((text) => fanOut.begin(text, null, "in-view"));
  await turns(2);
  counts.push(fanOut.begin("3", (receivers[7] as Receiver).user, "in-view"));
  await turns(1);
  counts.push(fanOut.begin("4", null, "in-view"));
  await turns(100);
  for (const [index, { got }] of receivers.entries())
    expect(got).toEqual(index === 7 ? ["1", "2", "4"] : ["1", "2", "3", "4"]);
  expect(await Promise.all(counts)).toEqual([60, 60, 59, 60]);
  expect(fanOut.isInProgress).toBe(false);
});

it("delivers all that one receiver lacks, so that its next message comes behind", async () => {
  const { fanOut, receivers } = createRoom(100);
  const counts = ["1", "2"].map((text) => fanOut.begin(text, null, "in-view"));
  const last = receivers[99] as Receiver;
  expect(last.got).toEqual([]);
  fanOut.catchUp(last.user);
  expect(last.got).toEqual(["1", "2"]);
  fanOut.catchUp(last.user);
  await turns(100);
  expect(last.got).toEqual(["1", "2"]);
  expect(await Promise.all(counts)).toEqual([100, 100]);
});

it("delivers a shout for all also to users who are not in the view yet, and other shouts only from then on", async () => {
  const fanOut = new FanOut();
  const claiming = new Receiver("claiming");
  fanOut.add(claiming);
  expect(await fanOut.begin("for the view", null, "in-view")).toBe(0);
  expect(await fanOut.begin("for all", null, "all")).toBe(1);
  fanOut.enterView(claiming.user);
  expect(await fanOut.begin("for the view, later", null, "in-view")).toBe(1);
  expect(claiming.got).toEqual(["for all", "for the view, later"]);
});

it("stops for a receiver that goes during its visit", async () => {
  const { fanOut, receivers } = createRoom(40);
  const leaver = receivers[39] as Receiver;
  leaver.shout = ({ text }) => {
    leaver.got.push(text);
    fanOut.delete(leaver.user);
    return false;
  };
  const counts = ["1", "2"].map((text) => fanOut.begin(text, null, "in-view"));
  await turns(100);
  expect(leaver.got).toEqual(["1"]);
  expect(await Promise.all(counts)).toEqual([39, 39]);
});

it("resolves with the count so far when it is closed", async () => {
  const { fanOut, receivers } = createRoom(100);
  const count = fanOut.begin("hi", null, "in-view");
  const first = countOf(receivers, "hi");
  fanOut.close();
  await turns(5);
  expect(await count).toBe(first);
});

it("delivers a shout to a user who enters the view again while it is in progress", async () => {
  const { fanOut, receivers } = createRoom(100);
  const count = fanOut.begin("hi", null, "in-view");
  fanOut.enterView((receivers[99] as Receiver).user);
  await turns(20);
  expect(await count).toBe(100);
});

it("can begin again after it was closed", async () => {
  const { fanOut } = createRoom(100);
  void fanOut.begin("hi", null, "in-view");
  fanOut.close();
  const receiver = new Receiver("later");
  join(fanOut, receiver);
  expect(await fanOut.begin("hi again", null, "in-view")).toBe(1);
});
