import { beforeEach, expect, it, vi } from "vitest";
import { RecordingMailbox } from "../../test/recording-mailbox.ts";
import { FanOut } from "../backplane/fan-out.ts";
import { LocalMember } from "../backplane/members.ts";
import { User } from "../delivery/user.ts";
import { Names } from "./name-claims.ts";
import type { Registry } from "./name-records.ts";
import { NodeLink } from "./node-link.ts";
import { Directory } from "./presence.ts";
import { GONE, nameKey, nodeKey } from "./record-keys.ts";

const ADA = new User("Ada", "127.0.0.1");

/** A registry in memory, whose log reaches the directory when the test says so. */
class FakeRegistry {
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

let registry: FakeRegistry;
let directory: Directory;
let names: Names;

beforeEach(() => {
  registry = new FakeRegistry();
  directory = new Directory({
    session: "here",
    findLocal: (key) =>
      key === ADA.key ? new LocalMember(0, new RecordingMailbox("Ada"), new FanOut(), vi.fn()) : undefined,
    findsStray: vi.fn(),
    findFormer: () => undefined,
    linkTo: (session) =>
      new NodeLink(session, { carry: vi.fn(), cut: () => [], receive: vi.fn(), receiveForAll: vi.fn() }),
    nodeCame: vi.fn(),
    nodeRewritten: vi.fn(),
    nodeLeft: vi.fn(),
    namesAbandoned: vi.fn(),
    nameLost: vi.fn(),
  });
  names = new Names(registry as unknown as Registry, directory, "here", new Set(["before"]));
});

/** Lets the directory read the log, but for what stands under these keys. */
function read(...hidden: string[]): void {
  for (const { key, revision, value } of registry.log.splice(0)) {
    if (!hidden.includes(key)) directory.apply({ key, revision, value: value === null ? null : Buffer.from(value) });
  }
}

function record(session: string): string {
  return JSON.stringify({ name: "Ada", ip: "127.0.0.1", session });
}

it("claims a name that nobody has", async () => {
  expect(await names.claim(ADA)).toEqual({ kind: "claimed", revision: 1 });
  expect(registry.records.get(nameKey("ada"))?.value).toBe(record("here"));
});

it("refuses one that somebody on a live node has", async () => {
  registry.write(nodeKey("there"), "{}");
  registry.write(nameKey("ada"), record("there"));
  read();
  expect(await names.claim(ADA)).toEqual({ kind: "taken" });
});

it("claims one that was given back, though the log has not told so yet", async () => {
  registry.write(nodeKey("there"), "{}");
  registry.write(nameKey("ada"), record("there"));
  read();
  registry.write(nameKey("ada"), null);
  expect((await names.claim(ADA)).kind).toBe("claimed");
});

it("takes over the name of a session that has gone, and of an earlier one of its own node", async () => {
  for (const session of ["there", "before"]) {
    registry.write(nodeKey(session), "{}");
    registry.write(nameKey("ada"), record(session));
    if (session === "there") registry.write(nodeKey(session), null);
    read();
    expect((await names.claim(ADA)).kind).toBe("claimed");
  }
});

it("keeps the place of a user who stayed, and gives a newcomer a place of its own", async () => {
  registry.write(nodeKey("before"), "{}");
  registry.write(nameKey("ada"), record("before"));
  read();
  await names.claim(ADA, { isReturning: true });
  expect(registry.records.get(nameKey("ada"))?.value).toBe(JSON.stringify({ ...JSON.parse(record("here")), since: 2 }));
  registry.write(nameKey("ada"), record("before"));
  read();
  await names.claim(ADA);
  expect(registry.records.get(nameKey("ada"))?.value).toBe(record("here"));
});

it("does not take the name of a session of which the log has only not told yet", async () => {
  registry.write(nameKey("ada"), record("there"));
  registry.write(nodeKey("there"), "{}");
  read(nodeKey("there"));
  const claim = names.claim(ADA);
  setTimeout(() => directory.apply({ key: nodeKey("there"), revision: 9, value: Buffer.from("{}") }));
  expect(await claim).toEqual({ kind: "taken" });
  expect(registry.records.get(nameKey("ada"))?.value).toBe(record("there"));
});

it("declares a session gone of which there is no key, before it takes its name", async () => {
  registry.write(nameKey("ada"), record("nobody"));
  read();
  const create = vi.spyOn(registry, "create");
  const claim = names.claim(ADA);
  setTimeout(() => read());
  expect((await claim).kind).toBe("claimed");
  expect(create.mock.calls).toContainEqual([nodeKey("nobody"), GONE]);
});

it("takes a record that it can't read for somebody's", async () => {
  registry.write(nameKey("ada"), "of a later version");
  read();
  expect(await names.claim(ADA)).toEqual({ kind: "taken" });
});

it("cleans up after sessions that have gone, and nothing else", async () => {
  registry.write(nodeKey("there"), "{}");
  registry.write(nameKey("ada"), record("there"));
  registry.write(nameKey("bob"), record("gone"));
  registry.write(nameKey("cleo"), record("unheard-of"));
  registry.write(nodeKey("gone"), null);
  read();
  await names.cleanUp(["ada", "bob", "cleo", "dan"]);
  expect(registry.log.map(({ key, value }) => [key, value])).toEqual([[nameKey("bob"), null]]);
});

it("gives back what is recorded for its own session alone", async () => {
  registry.write(nodeKey("here"), "{}");
  registry.write(nodeKey("there"), "{}");
  registry.write(nameKey("ada"), record("here"));
  registry.write(nameKey("bob"), record("there"));
  read();
  await Promise.all([names.free("ada"), names.free("bob"), names.free("cleo")]);
  expect(registry.log.map(({ key, value }) => [key, value])).toEqual([[nameKey("ada"), null]]);
});
