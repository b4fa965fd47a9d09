import { beforeEach, expect, it, vi } from "vitest";
import { RecordingMailbox } from "../../test/recording-mailbox.ts";
import { FanOut } from "../backplane/fan-out.ts";
import { LocalMember } from "../backplane/members.ts";
import { User } from "../delivery/user.ts";
import { NameClaims } from "./name-claims.ts";
import { FENCED, type NameRecords, nameKey, nodeKey } from "./name-records.ts";
import { NodeLink } from "./node-link.ts";
import { Presence } from "./presence.ts";

const ADA = new User("Ada", "127.0.0.1");

/** Records in memory, whose log reaches the presence when the test says so. */
class FakeRecords {
  readonly records = new Map<string, { revision: number; value: string | null }>();
  readonly log: { key: string; revision: number; value: string | null }[] = [];
  #revision = 0;

  write(key: string, value: string | null): number {
    this.#revision += 1;
    this.records.set(key, { revision: this.#revision, value });
    this.log.push({ key, revision: this.#revision, value });
    return this.#revision;
  }

  async create(key: string, value: string): Promise<number | null> {
    return this.records.get(key)?.value == null ? this.write(key, value) : null;
  }

  async update(key: string, value: string, revision: number): Promise<number | null> {
    return this.records.get(key)?.revision === revision ? this.write(key, value) : null;
  }

  async delete(key: string, revision: number): Promise<boolean> {
    if (this.records.get(key)?.revision !== revision) return false;
    this.write(key, null);
    return true;
  }
}

let records: FakeRecords;
let presence: Presence;
let names: NameClaims;

beforeEach(() => {
  records = new FakeRecords();
  const members = {
    findLocal: (key: string) =>
      key === ADA.key ? new LocalMember(0, new RecordingMailbox("Ada"), new FanOut(), vi.fn()) : undefined,
    findFormer: () => undefined,
    orphanFound: vi.fn(),
    recordOverwritten: vi.fn(),
  };
  presence = new Presence(members, {
    session: "here",
    formerSessions: new Set(["before"]),
    linkTo: (session) => new NodeLink(session, { carry: vi.fn(), split: () => [], receive: vi.fn() }),
    nodeCame: vi.fn(),
    nodeSeen: vi.fn(),
    nodeLeft: vi.fn(),
    namesAbandoned: vi.fn(),
    droppedRecord: vi.fn(),
  });
  names = new NameClaims(records as unknown as NameRecords, presence, "here", new Set(["before"]));
});

/** Lets the presence read the log, but for what stands under these keys. */
function read(...hidden: string[]): void {
  for (const { key, revision, value } of records.log.splice(0)) {
    if (!hidden.includes(key)) presence.apply({ key, revision, value: value === null ? null : Buffer.from(value) });
  }
}

function record(session: string, name = "Ada"): string {
  return JSON.stringify({ name, ip: "127.0.0.1", session });
}

it("claims a name that nobody has", async () => {
  expect(await names.claim(ADA)).toEqual({ kind: "claimed", revision: 1 });
  expect(records.records.get(nameKey("ada"))?.value).toBe(record("here"));
});

it("refuses a name that a user of a live node has", async () => {
  records.write(nodeKey("there"), "{}");
  records.write(nameKey("ada"), record("there"));
  read();
  expect(await names.claim(ADA)).toEqual({ kind: "taken" });
});

it("claims a released name, though the log has not shown the release yet", async () => {
  records.write(nodeKey("there"), "{}");
  records.write(nameKey("ada"), record("there"));
  read();
  records.write(nameKey("ada"), null);
  expect((await names.claim(ADA)).kind).toBe("claimed");
});

it("takes over the name of a session that has gone, and of an earlier one of its own node", async () => {
  for (const session of ["there", "before"]) {
    records.write(nodeKey(session), "{}");
    records.write(nameKey("ada"), record(session));
    if (session === "there") records.write(nodeKey(session), null);
    read();
    expect((await names.claim(ADA)).kind).toBe("claimed");
  }
});

it("keeps the place in the list of a user who stayed, but not for a newcomer", async () => {
  records.write(nodeKey("before"), "{}");
  records.write(nameKey("ada"), record("before"));
  read();
  await names.claim(ADA, { isReturning: true });
  expect(records.records.get(nameKey("ada"))?.value).toBe(JSON.stringify({ ...JSON.parse(record("here")), since: 2 }));
  records.write(nameKey("ada"), record("before"));
  read();
  await names.claim(ADA);
  expect(records.records.get(nameKey("ada"))?.value).toBe(record("here"));
});

it("does not take the name of a session that the log has not shown yet", async () => {
  records.write(nameKey("ada"), record("there"));
  records.write(nodeKey("there"), "{}");
  read(nodeKey("there"));
  const claim = names.claim(ADA);
  setTimeout(() => presence.apply({ key: nodeKey("there"), revision: 9, value: Buffer.from("{}") }));
  expect(await claim).toEqual({ kind: "taken" });
  expect(records.records.get(nameKey("ada"))?.value).toBe(record("there"));
});

it("fences a session without a key before it takes its name", async () => {
  records.write(nameKey("ada"), record("nobody"));
  read();
  const create = vi.spyOn(records, "create");
  const claim = names.claim(ADA);
  setTimeout(() => read());
  expect((await claim).kind).toBe("claimed");
  expect(create.mock.calls).toContainEqual([nodeKey("nobody"), FENCED]);
});

it("takes a name whose record is malformed for free", async () => {
  records.write(nameKey("ada"), "no record");
  read();
  expect((await names.claim(ADA)).kind).toBe("claimed");
});

it("cleans up after sessions that have gone, and nothing else", async () => {
  records.write(nodeKey("there"), "{}");
  records.write(nameKey("ada"), record("there"));
  records.write(nameKey("bob"), record("gone", "Bob"));
  records.write(nameKey("cleo"), record("unheard-of", "Cleo"));
  records.write(nodeKey("gone"), null);
  read();
  await names.cleanUp(["ada", "bob", "cleo", "dan"]);
  expect(records.log.map(({ key, value }) => [key, value])).toEqual([[nameKey("bob"), null]]);
});

it("releases only names that are recorded for its own session", async () => {
  records.write(nodeKey("here"), "{}");
  records.write(nodeKey("there"), "{}");
  records.write(nameKey("ada"), record("here"));
  records.write(nameKey("bob"), record("there", "Bob"));
  read();
  await Promise.all([names.release("ada"), names.release("bob"), names.release("cleo")]);
  expect(records.log.map(({ key, value }) => [key, value])).toEqual([[nameKey("ada"), null]]);
});
