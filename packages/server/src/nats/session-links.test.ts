import type { NatsConnection } from "@nats-io/transport-node";
import { beforeEach, expect, it, vi } from "vitest";
import { RecordingMailbox } from "../../test/recording-mailbox.ts";
import { FanOut } from "../backplane/fan-out.ts";
import { RemoteMember } from "../backplane/members.ts";
import { silentLogger } from "../logger.ts";
import type { Presence } from "./presence.ts";
import { type LinkedSession, SessionLinks } from "./session-links.ts";

const EMPTY = { lines: "", heads: [], acks: [] };

let live: Set<string>;
let session: { -readonly [Field in keyof LinkedSession]: LinkedSession[Field] };
const publish = vi.fn();
const node = {
  logger: { ...silentLogger, warn: vi.fn() },
  fanOut: new FanOut(),
  shoutsLost: vi.fn(),
};
const shout = vi.spyOn(node.fanOut, "begin");
let links: SessionLinks;

beforeEach(() => {
  vi.clearAllMocks();
  live = new Set(["there"]);
  const presence = {
    revision: 5,
    meaningfulRevision: 4,
    names: { remoteCount: 3 },
    isLive: (name: string) => live.has(name),
    findLocal: () => undefined,
  };
  session = {
    session: "here",
    receiveMode: "open",
    canExchange: true,
    presence: presence as unknown as Presence,
    end: vi.fn(),
  };
  const connection = { info: { max_payload: 1024 * 1024 }, publish } as unknown as NatsConnection;
  links = new SessionLinks(connection, "class", session, node);
});

function published(): string[] {
  return publish.mock.calls.map(([subject, data]) => `${subject} ${data}`);
}

it("sends a shout behind the direct messages before it, and counts the users of other nodes", () => {
  const bob = new RemoteMember(7, { name: "Bob", ip: "127.0.0.1" }, links.to("there"));
  expect(links.deliver(bob, "hello\n", new RecordingMailbox("Ada"))).toBe(true);
  expect(links.shout("to all\n")).toBe(3);
  expect(published()).toEqual([
    "chat.class.node.there.here [1,1,4,0,0,[7,6,0],[]]\nhello\n",
    "chat.class.shout.here [1,1,4]\nto all\n",
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
  links.receivedShout("there", { number: 1, revision: 1, line: "hello\n" });
  expect(published()).toEqual([]);
  expect(shout).not.toHaveBeenCalled();
});

it("counts lost shouts by their numbers, from the first that it gets of a session", () => {
  for (const number of [4, 5, 8]) links.receivedShout("there", { number, revision: 1, line: "hello\n" });
  expect(node.shoutsLost.mock.calls).toEqual([[2]]);
  links.remove("there");
  links.receivedShout("there", { number: 20, revision: 1, line: "hello\n" });
  expect(node.shoutsLost).toHaveBeenCalledOnce();
  expect(shout).toHaveBeenCalledTimes(4);
});

it("reports messages to a node without subscribers as lost", () => {
  const ada = new RecordingMailbox("Ada");
  links.deliver(new RemoteMember(7, { name: "Bob", ip: "127.0.0.1" }, links.to("there")), "hello\n", ada);
  links.noResponders("there");
  expect([...ada.undelivered]).toEqual([["Bob", 1]]);
});

it("logs a malformed message, and ends the session for a denied subscription or a backlog", () => {
  links.receivedMalformed("chat.class.shout.there", new SyntaxError("Not what a node sends."));
  expect(node.logger.warn.mock.calls[0]?.[0]).toEqual({
    event: "protocol-error",
    subject: "chat.class.shout.there",
    reason: "Not what a node sends.",
  });
  links.subscriptionDenied(new Error("Permissions Violation"));
  links.backlogExceeded();
  expect(session.end).toHaveBeenCalledTimes(2);
});
