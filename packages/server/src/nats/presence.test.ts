import { expect, it, vi } from "vitest";
import { RecordingMailbox } from "../../test/recording-mailbox.ts";
import { FanOut } from "../backplane/fan-out.ts";
import { LocalMember } from "../backplane/members.ts";
import { Malformed } from "./border.ts";
import { nameKey, nodeKey } from "./name-records.ts";
import { NodeLink } from "./node-link.ts";
import { type LocalMembers, Presence, type PresenceListener } from "./presence.ts";
import { MAX_NODES } from "./timing.ts";

/** A presence of the session "here", and a log to write for it. */
function createPresence(former?: Presence) {
  const locals = new Map<string, LocalMember>();
  const members = {
    findLocal: (key) => locals.get(key),
    findFormer: (key) => former?.names.find(key),
    orphanFound: vi.fn<LocalMembers["orphanFound"]>(),
    recordOverwritten: vi.fn(),
  } satisfies LocalMembers;
  const listener = {
    session: "here",
    formerSessions: new Set(["before"]),
    linkTo: (session) =>
      new NodeLink(session, {
        carry: () => undefined,
        split: (batch) => [batch],
        receive: () => "gone",
      }),
    nodeCame: vi.fn(),
    nodeSeen: vi.fn(),
    nodeLeft: vi.fn(),
    namesAbandoned: vi.fn(),
    droppedRecord: vi.fn(),
  } satisfies PresenceListener;
  const presence = new Presence(members, listener);
  const write = (revision: number, key: string, record: object | null) =>
    presence.apply({ revision, key, value: record && Buffer.from(JSON.stringify(record)) });
  return {
    presence,
    members,
    listener,
    locals,
    node: (revision: number, session: string) => write(revision, nodeKey(session), { node: session }),
    nodeGone: (revision: number, session: string) => write(revision, nodeKey(session), null),
    name: (revision: number, name: string, session: string, since?: number) =>
      write(revision, nameKey(name.toLowerCase()), { name, ip: "127.0.0.1", session, since }),
    nameGone: (revision: number, name: string) => write(revision, nameKey(name.toLowerCase()), null),
    names: () => [...presence.names.users()].map((user) => user.name),
  };
}

it("shows users in the order in which they came, in whatever order it reads of them", () => {
  const log = createPresence();
  log.name(12, "Cleo", "there");
  log.name(20, "Ada", "there", 3);
  log.name(21, "Bob", "there", 7);
  log.node(30, "there");
  expect(log.names()).toEqual(["Ada", "Bob", "Cleo"]);
  expect(log.presence.names.userCount).toBe(3);
});

it("hides the users of a node that has gone, and remembers their records", () => {
  const log = createPresence();
  log.node(1, "there");
  log.name(2, "Ada", "there");
  log.nodeGone(3, "there");
  expect(log.names()).toEqual([]);
  expect([log.presence.names.userCount, log.presence.names.remoteCount]).toEqual([0, 0]);
  expect(log.listener.nodeLeft.mock.calls).toEqual([[expect.objectContaining({ session: "there" })]]);
  expect(log.listener.namesAbandoned.mock.calls).toEqual([[["ada"]]]);
  expect(log.presence.names.abandonedKeys()).toEqual(["ada"]);
  expect(log.presence.names.find("ada")?.revision).toBe(2);
  log.nameGone(4, "Ada");
  expect(log.presence.names.find("ada")).toBeUndefined();
});

it("does not take an unknown session for gone", () => {
  const log = createPresence();
  log.name(2, "Ada", "unheard-of");
  log.name(3, "Bob", "gone");
  log.nodeGone(4, "gone");
  expect(log.names()).toEqual([]);
  expect(log.presence.names.abandonedKeys()).toEqual(["bob"]);
  expect([...log.presence.unknownSessions()]).toEqual(["unheard-of"]);
  log.node(5, "unheard-of");
  expect(log.names()).toEqual(["Ada"]);
  expect([...log.presence.unknownSessions()]).toEqual([]);
});

it("takes a key for gone that says so", () => {
  const log = createPresence();
  log.name(2, "Ada", "there");
  log.presence.apply({ revision: 3, key: nodeKey("there"), value: Buffer.from("gone") });
  expect(log.presence.isLive("there")).toBe(false);
  expect(log.presence.names.abandonedKeys()).toEqual(["ada"]);
});

it("keeps the name of its own user when somebody else overwrites or deletes the record, and reports that", () => {
  const log = createPresence();
  const [ada, bob] = ["Ada", "Bob"].map(
    (name) => new LocalMember(0, new RecordingMailbox(name), new FanOut(), vi.fn()),
  );
  log.locals.set("ada", ada as LocalMember).set("bob", bob as LocalMember);
  log.node(1, "here");
  log.node(2, "there");
  log.name(3, "Ada", "here");
  log.name(4, "Bob", "here");
  expect(log.members.recordOverwritten).not.toHaveBeenCalled();
  log.name(5, "ADA", "there");
  log.nameGone(6, "Bob");
  log.name(7, "Ada", "here", 1);
  expect(log.members.recordOverwritten.mock.calls).toEqual([[ada], [bob], [ada]]);
  expect(log.listener.droppedRecord.mock.calls).toEqual([
    [nameKey("ada"), Malformed.Takeover],
    [nameKey("bob"), Malformed.Takeover],
    [nameKey("ada"), Malformed.Takeover],
  ]);
  expect(log.names()).toEqual(["Ada", "Bob"]);
  // The next writes have to name these revisions.
  expect(["ada", "bob"].map((key) => log.presence.names.find(key)?.revision)).toEqual([7, 6]);
  expect(log.presence.findLocal(3)).toBe(ada);
  log.name(8, "Ada", "here", 3);
  log.name(9, "Bob", "here", 4);
  expect(log.members.recordOverwritten).toHaveBeenCalledTimes(3);
  expect([3, 4].map((number) => log.presence.findLocal(number))).toEqual([ada, bob]);
});

it("does not confirm a claim of a name that has a user on another node, whose record had vanished", () => {
  const log = createPresence();
  const answer = vi.fn();
  log.locals.set("ada", new LocalMember(0, new RecordingMailbox("Ada"), new FanOut(), answer));
  log.node(1, "here");
  log.node(2, "there");
  log.name(3, "Ada", "there");
  log.name(4, "Ada", "here");
  expect(answer).not.toHaveBeenCalled();
  expect(log.presence.names.find("ada")).toMatchObject({ session: "here", member: null });
});

it("confirms a claim of a name that an earlier session of the same node has", () => {
  const log = createPresence();
  const answer = vi.fn();
  log.locals.set("ada", new LocalMember(0, new RecordingMailbox("Ada"), new FanOut(), answer));
  log.node(1, "here");
  log.node(2, "before");
  log.name(3, "Ada", "before");
  log.name(4, "Ada", "here", 3);
  expect(answer.mock.calls).toEqual([[{ kind: "claimed" }]]);
});

it("reports nothing of a user who has left", () => {
  const log = createPresence();
  const ada = new LocalMember(0, new RecordingMailbox("Ada"), new FanOut(), vi.fn());
  log.locals.set("ada", ada);
  log.node(1, "here");
  log.name(2, "Ada", "here");
  log.locals.delete("ada");
  log.presence.removeLocal(ada);
  log.nameGone(3, "Ada");
  expect(log.members.recordOverwritten).not.toHaveBeenCalled();
});

it("keeps a user's place and object when its node has a new session", () => {
  const log = createPresence();
  log.node(1, "old");
  log.name(2, "Ada", "old");
  log.name(3, "Bob", "old");
  const ada = log.presence.names.find("ada")?.member?.user;
  log.node(4, "new");
  log.name(5, "Ada", "new", 2);
  expect(log.names()).toEqual(["Ada", "Bob"]);
  expect(log.presence.names.find("ada")?.member?.user).toBe(ada);
});

it("takes a newcomer with a former name for somebody else, at the end of the list", () => {
  const log = createPresence();
  log.node(1, "there");
  log.name(2, "Ada", "there");
  log.name(3, "Bob", "there");
  const ada = log.presence.names.find("ada")?.member?.user;
  log.nameGone(4, "Ada");
  log.name(5, "ADA", "there");
  expect(log.names()).toEqual(["Bob", "ADA"]);
  expect(log.presence.names.find("ada")?.member?.user).not.toBe(ada);
});

it("recognises users of an earlier copy", () => {
  const earlier = createPresence();
  earlier.node(1, "there");
  earlier.name(2, "Ada", "there");
  const ada = earlier.presence.names.find("ada")?.member?.user;
  const log = createPresence(earlier.presence);
  log.name(2, "Ada", "there");
  log.node(9, "there");
  expect(log.presence.names.find("ada")?.member?.user).toBe(ada);
});

it("confirms the claim of a user of its own node, and reports an orphaned record of one who has left", async () => {
  const log = createPresence();
  const mailbox = new RecordingMailbox("Ada");
  const answer = vi.fn();
  log.locals.set("ada", new LocalMember(0, mailbox, new FanOut(), answer));
  log.node(1, "here");
  log.name(2, "Ada", "here");
  log.members.orphanFound.mockImplementation((key) => expect(log.presence.names.find(key)).toBeDefined());
  log.name(3, "Bob", "here");
  expect(answer.mock.calls).toEqual([[{ kind: "claimed" }]]);
  expect(log.presence.findLocal(2)?.mailbox).toBe(mailbox);
  expect(log.names()).toEqual(["Ada"]);
  expect(log.presence.names.remoteCount).toBe(0);
  expect(log.members.orphanFound.mock.calls).toEqual([["bob"]]);
});

it("knows how far it has read, and which of that others need to know", async () => {
  const log = createPresence();
  const reached = vi.fn();
  log.presence.reached(5).then(reached);
  log.node(1, "there");
  log.name(2, "Ada", "there");
  log.node(4, "there");
  expect([log.presence.revision, log.presence.meaningfulRevision]).toEqual([4, 2]);
  await Promise.resolve();
  expect(reached).not.toHaveBeenCalled();
  log.node(6, "there");
  await Promise.resolve();
  expect(reached).toHaveBeenCalledOnce();
});

it.each([
  "no JSON",
  "null",
  '{"name": 1}',
  '{"name": "Ada", "ip": "127.0.0.1"}',
  '{"name": "Ada", "ip": "localhost", "session": "there"}',
  '{"name": "Ada", "ip": "127.0.0.1", "session": "a.b"}',
  '{"name": "Eve", "ip": "127.0.0.1", "session": "there"}',
  '{"name": "Ada", "ip": "127.0.0.1", "session": "there", "since": 0}',
  '{"name": "Ada", "ip": "127.0.0.1", "session": "there", "since": 4}',
  `{"name": "Ada", "ip": "127.0.0.1", "session": "there", "x": "${"x".repeat(10_000)}"}`,
])("takes a name whose record is malformed for free: %.80s", (value) => {
  const log = createPresence();
  log.node(1, "there");
  log.presence.apply({ revision: 3, key: nameKey("ada"), value: Buffer.from(value) });
  expect(log.names()).toEqual([]);
  expect(log.listener.droppedRecord.mock.calls).toEqual([[nameKey("ada"), Malformed.NameRecord]]);
  // Whoever claims the name has to name the revision.
  expect(log.presence.names.find("ada")).toMatchObject({ revision: 3, session: null, isAbandoned: true });
});

it.each(["SERVER", "\u001b[2J", "\ud800", "x".repeat(200_000), "/list"])(
  "takes no record of the name %.20j",
  (name) => {
    const log = createPresence();
    log.node(1, "there");
    log.name(2, name, "there");
    expect(log.names()).toEqual([]);
    expect(log.listener.droppedRecord).toHaveBeenCalledOnce();
  },
);

it.each(["else", "node.a b", `node.${"x".repeat(33)}`, "name.", "name.YWRh=", "name.YWRi!"])(
  "ignores the key %j",
  (key) => {
    const log = createPresence();
    log.presence.apply({ revision: 2, key, value: Buffer.from("{}") });
    log.presence.apply({ revision: 3, key, value: null });
    expect(log.presence.revision).toBe(3);
    expect([...log.presence.nodes(), ...log.presence.names.entries()]).toEqual([]);
    expect(log.listener.droppedRecord.mock.calls).toEqual([[key, Malformed.Key]]);
  },
);

it("takes a malformed record of a node for no sign of life, and remembers its revision", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const log = createPresence();
  log.node(1, "there");
  vi.advanceTimersByTime(1_000);
  log.presence.apply({ revision: 2, key: nodeKey("there"), value: Buffer.from("{}") });
  expect([...log.presence.nodes()]).toEqual([{ node: "there", session: "there", revision: 2, seenAt: 0 }]);
  expect(log.listener.nodeSeen).toHaveBeenCalledTimes(2);
  expect(log.listener.droppedRecord.mock.calls).toEqual([[nodeKey("there"), Malformed.NodeRecord]]);
  vi.useRealTimers();
});

it("has an end to the number of nodes, and to the length of their names", () => {
  const log = createPresence();
  for (let node = 1; node <= MAX_NODES; node++) log.node(node, `n${node}`);
  log.node(MAX_NODES + 1, "one-more");
  expect(log.presence.isLive("one-more")).toBe(false);
  expect(log.listener.droppedRecord.mock.calls).toEqual([[nodeKey("one-more"), Malformed.NodeCount]]);
  log.nodeGone(MAX_NODES + 2, "n1");
  log.presence.apply({
    revision: MAX_NODES + 3,
    key: nodeKey("long"),
    value: Buffer.from(JSON.stringify({ node: "x".repeat(200) })),
  });
  expect([...log.presence.nodes()].at(-1)?.node).toHaveLength(100);
});
