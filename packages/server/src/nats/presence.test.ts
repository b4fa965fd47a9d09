import { expect, it, vi } from "vitest";
import { RecordingMailbox } from "../../test/recording-mailbox.ts";
import { FanOut } from "../backplane/fan-out.ts";
import { LocalMember } from "../backplane/members.ts";
import { nameKey, nodeKey } from "./name-records.ts";
import { NodeLink } from "./node-link.ts";
import { type LocalMembers, Presence, type PresenceListener } from "./presence.ts";

/** A presence of the session "here", and a log to write for it. */
function createPresence(former?: Presence) {
  const locals = new Map<string, LocalMember>();
  const members = {
    findLocal: (key) => locals.get(key),
    findFormer: (key) => former?.names.find(key),
    orphanFound: vi.fn<LocalMembers["orphanFound"]>(),
    nameLost: vi.fn(),
  } satisfies LocalMembers;
  const listener = {
    session: "here",
    linkTo: (session) =>
      new NodeLink(session, {
        carry: () => undefined,
        split: (batch) => [batch],
        receive: () => "gone",
        receiveForAll: async () => 0,
      }),
    nodeCame: vi.fn(),
    nodeSeen: vi.fn(),
    nodeLeft: vi.fn(),
    namesAbandoned: vi.fn(),
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

it("reports a lost name when the log shows it as another's, or deleted", () => {
  const log = createPresence();
  const [ada, bob] = ["Ada", "Bob"].map(
    (name) => new LocalMember(0, new RecordingMailbox(name), new FanOut(), vi.fn()),
  );
  log.locals.set("ada", ada as LocalMember).set("bob", bob as LocalMember);
  log.node(1, "here");
  log.node(2, "there");
  log.name(3, "Ada", "here");
  log.name(4, "Bob", "here");
  expect(log.members.nameLost).not.toHaveBeenCalled();
  log.name(5, "ADA", "there");
  log.nameGone(6, "Bob");
  expect(log.members.nameLost.mock.calls).toEqual([[ada], [bob]]);
  expect(log.names()).toEqual(["ADA"]);
});

it("reports no lost name of a user who has left", () => {
  const log = createPresence();
  const ada = new LocalMember(0, new RecordingMailbox("Ada"), new FanOut(), vi.fn());
  log.locals.set("ada", ada);
  log.node(1, "here");
  log.name(2, "Ada", "here");
  log.locals.delete("ada");
  log.presence.removeLocal(ada);
  log.nameGone(3, "Ada");
  expect(log.members.nameLost).not.toHaveBeenCalled();
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

it("ignores foreign keys, and keeps malformed records", () => {
  const log = createPresence();
  log.node(1, "there");
  log.presence.apply({ revision: 2, key: "else", value: Buffer.from("{}") });
  log.presence.apply({ revision: 3, key: nameKey("ada"), value: Buffer.from("no JSON") });
  log.presence.apply({ revision: 4, key: nameKey("bob"), value: Buffer.from('{"name": 1}') });
  expect(log.names()).toEqual([]);
  expect(log.presence.revision).toBe(4);
  // Malformed records still have owners.
  expect(log.presence.names.find("bob")?.session).toBeNull();
  expect(log.presence.names.abandonedKeys()).toEqual([]);
});
