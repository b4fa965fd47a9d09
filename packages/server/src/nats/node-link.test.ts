import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { RecordingMailbox } from "../../test/recording-mailbox.ts";
import { RemoteMember } from "../backplane/members.ts";
import { DeliveryOutcome } from "../delivery/delivery-outcome.ts";
import type { Sender } from "../delivery/user.ts";
import type { Envelope } from "./envelope.ts";
import { NodeLink } from "./node-link.ts";

type Carried = Omit<Envelope, "revision">;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setImmediate", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** One side of a link. The test carries its envelopes. */
function createSide() {
  const carried: Carried[] = [];
  const senders: Sender[] = [];
  const lines: string[] = [];
  const link = new NodeLink("the other", {
    carry: (_session, envelope) => carried.push(envelope),
    split: (batch) => [batch],
    receive: (_session, _number, line, sender) => {
      lines.push(line);
      senders.push(sender);
      return DeliveryOutcome.Queued;
    },
  });
  return { link, carried, senders, lines };
}

function createPair() {
  const [here, there] = [createSide(), createSide()];
  const ada = new RecordingMailbox("Ada");
  const bob = new RemoteMember(7, { name: "Bob", ip: "127.0.0.1" }, here.link);
  const send = (line: string) => {
    here.link.send(bob, line, ada);
    vi.runAllTimers();
  };
  /** Carries the envelopes of both directions, until none is left. */
  const carry = () => {
    while (here.carried.length > 0 || there.carried.length > 0) {
      for (const envelope of here.carried.splice(0)) there.link.open({ ...envelope, revision: 0 });
      vi.runAllTimers();
      for (const envelope of there.carried.splice(0)) here.link.open({ ...envelope, revision: 0 });
      vi.runAllTimers();
    }
  };
  return { here, there, ada, send, carry };
}

/** Checks the link each half second. */
function letPass(link: NodeLink, milliseconds: number): void {
  for (let passed = 0; passed < milliseconds; passed += 500) {
    vi.advanceTimersByTime(500);
    link.check(performance.now());
  }
}

it("does not probe a link with nothing in flight", () => {
  const { here, there, ada, send, carry } = createPair();
  send("hello\n");
  carry();
  there.senders[0]?.written?.();
  vi.runAllTimers();
  carry();
  letPass(here.link, 60_000);
  expect(here.carried).toEqual([]);
  expect(ada.undelivered.size).toBe(0);
});

it("keeps probing while a message waits to be written, and does not give up while replies come", () => {
  const { here, ada, send, carry } = createPair();
  send("hello\n");
  carry();
  for (let second = 0; second < 30; second++) {
    letPass(here.link, 1_000);
    carry();
  }
  expect(ada.undelivered.size).toBe(0);
});

it("reports its messages as lost after four seconds of silence", () => {
  const { here, ada, send } = createPair();
  send("hello\n");
  letPass(here.link, 4_000);
  expect(ada.undelivered.size).toBe(0);
  letPass(here.link, 500);
  expect([...ada.undelivered]).toEqual([["Bob", 1]]);
});

it("reports the messages in flight of both sides as lost when an envelope is missing", () => {
  const { here, there, ada, send, carry } = createPair();
  send("lost\n");
  here.carried.length = 0;
  send("arrives\n");
  carry();
  expect(there.lines).toEqual(["arrives\n"]);
  expect([...ada.undelivered]).toEqual([["Bob", 2]]);
});

it("finds by a probe that the last envelope is missing", () => {
  const { here, ada, send, carry } = createPair();
  send("lost\n");
  here.carried.length = 0;
  letPass(here.link, 1_500);
  carry();
  expect([...ada.undelivered]).toEqual([["Bob", 1]]);
});

it("finds by the number of the probe reply that an ack is missing", () => {
  const { here, there, ada, send, carry } = createPair();
  send("hello\n");
  carry();
  there.senders[0]?.undeliverable("Bob", 1);
  vi.runAllTimers();
  there.carried.length = 0;
  letPass(here.link, 1_500);
  carry();
  expect([...ada.undelivered]).toEqual([["Bob", 1]]);
});

it("does not take a late ack of a lost message for that of another", () => {
  const { here, there, ada, send, carry } = createPair();
  send("first\n");
  const [late] = here.carried.splice(0) as [Carried];
  here.link.failAll();
  send("second\n");
  here.carried.unshift(late);
  carry();
  there.senders[0]?.written?.();
  vi.runAllTimers();
  carry();
  expect([...ada.undelivered]).toEqual([["Bob", 1]]);
  here.link.failAll();
  expect([...ada.undelivered]).toEqual([["Bob", 2]]);
});

it("sends nothing once it is closed, and has reported all messages in flight as lost", () => {
  const { here, there, ada, send, carry } = createPair();
  send("hello\n");
  here.link.close();
  expect([...ada.undelivered]).toEqual([["Bob", 1]]);
  carry();
  expect(there.lines).toEqual(["hello\n"]);
  expect(here.carried).toEqual([]);
});
