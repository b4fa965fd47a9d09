import type { NatsConnection } from "@nats-io/transport-node";
import { beforeEach, expect, it, vi } from "vitest";
import { RecordingMailbox } from "../../test/recording-mailbox.ts";
import { FanOut } from "../backplane/fan-out.ts";
import { RemoteMember } from "../backplane/members.ts";
import { LoopControl } from "../control/loop-control.ts";
import { shoutLine } from "../delivery/line.ts";
import { User } from "../delivery/user.ts";
import { Malformed } from "./border.ts";
import { NameTable } from "./name-table.ts";
import type { Presence } from "./presence.ts";
import { type LinkedSession, SessionLinks } from "./session-links.ts";

const EMPTY = { lines: "", heads: [], acks: [] };

let live: Set<string>;
let session: { -readonly [Field in keyof LinkedSession]: LinkedSession[Field] };
const publish = vi.fn();
const node = {
  fanOut: new FanOut(),
  control: new LoopControl(),
  dropped: vi.fn(),
  shoutsLost: vi.fn(),
};
const shout = vi.spyOn(node.fanOut, "begin");
let names: NameTable;
let links: SessionLinks;

const EVE = new User("Eve", "127.0.0.1");

beforeEach(() => {
  vi.clearAllMocks();
  live = new Set(["there"]);
  names = new NameTable();
  const presence = {
    revision: 5,
    meaningfulRevision: 4,
    names,
    isLive: (name: string) => live.has(name),
    findLocal: () => undefined,
  };
  session = {
    session: "here",
    receiveMode: "open",
    canExchange: true,
    sanctions: { hitsOf: async () => 0 },
    otherNodes: () => [],
    presence: presence as unknown as Presence,
    end: vi.fn(),
  };
  const connection = { info: { max_payload: 1024 * 1024 }, publish } as unknown as NatsConnection;
  links = new SessionLinks(connection, "class", session, node);
  const { key, name, ip } = EVE;
  const eve = { key, name, ip, session: "there", revision: 3, since: 3, member: null, isAbandoned: false };
  names.set(eve, new RemoteMember(3, EVE, links.to("there")));
});

function published(): string[] {
  return publish.mock.calls.map(([subject, data]) => `${subject} ${data}`);
}

it("sends a shout behind the direct messages before it, and counts the users of other nodes", () => {
  const bob = new RemoteMember(7, { name: "Bob", ip: "127.0.0.1" }, links.to("there"));
  expect(links.deliver(bob, "hello\n", new RecordingMailbox("Ada"))).toBe(true);
  expect(links.shout("to all\n")).toBe(1);
  expect(published()).toEqual([
    "chat.class.node.there.here [2,1,4,0,0,[7,6,0],[]]\nhello\n",
    "chat.class.shout.here [2,1,4]\nto all\n",
  ]);
});

it("sends nothing while the session may not exchange messages", () => {
  session.canExchange = false;
  const bob = new RemoteMember(7, { name: "Bob", ip: "127.0.0.1" }, links.to("there"));
  expect(links.deliver(bob, "hello\n", new RecordingMailbox("Ada"))).toBe(false);
  expect(links.shout("to all\n")).toBe(0);
  expect(published()).toEqual([]);
});

it("ignores a session that is fenced", () => {
  live.clear();
  links.received("there", { number: 1, revision: 1, batch: EMPTY, isProbe: true, hasGap: false });
  links.receivedShout("there", { number: 1, revision: 1, line: shoutLine(EVE, "hello") });
  expect(published()).toEqual([]);
  expect(shout).not.toHaveBeenCalled();
});

it("counts lost shouts by their numbers, from the first that it gets of a session", () => {
  for (const number of [4, 5, 8]) links.receivedShout("there", { number, revision: 1, line: shoutLine(EVE, "hello") });
  expect(node.shoutsLost.mock.calls).toEqual([[2]]);
  links.remove("there");
  links.receivedShout("there", { number: 20, revision: 1, line: shoutLine(EVE, "hello") });
  expect(node.shoutsLost).toHaveBeenCalledOnce();
  expect(shout).toHaveBeenCalledTimes(4);
});

it("reports messages to a node without subscribers as lost", () => {
  const ada = new RecordingMailbox("Ada");
  links.deliver(new RemoteMember(7, { name: "Bob", ip: "127.0.0.1" }, links.to("there")), "hello\n", ada);
  links.noResponders("there");
  expect([...ada.undelivered]).toEqual([["Bob", 1]]);
});

it("drops a shout in the name of somebody else, and does not count it", () => {
  for (const from of [new User("Ada", "127.0.0.1"), new User("Eve", "127.0.0.2"), new User("SERVER", "0.0.0.0")]) {
    links.receivedShout("there", { number: 9, revision: 1, line: shoutLine(from, "hello") });
  }
  expect(node.dropped.mock.calls).toEqual(Array(3).fill(["there", Malformed.Line]));
  links.receivedShout("there", { number: 1, revision: 1, line: shoutLine(EVE, "hello") });
  expect(shout).toHaveBeenCalledOnce();
  expect(node.shoutsLost).not.toHaveBeenCalled();
});

it("ends the session for a denied subscription", () => {
  links.subscriptionDenied(new Error("Permissions Violation"));
  expect(session.end).toHaveBeenCalledOnce();
});
