import { beforeEach, expect, it } from "vitest";
import { RemoteMember } from "../backplane/members.ts";
import { directLine, directLineStart } from "../delivery/line.ts";
import { User } from "../delivery/user.ts";
import { NameTable } from "./name-table.ts";
import { NodeLink } from "./node-link.ts";
import { RemoteSenders } from "./remote-senders.ts";

const BOB = new User("Bob", "10.0.0.2");

let names: NameTable;
let senders: RemoteSenders;

beforeEach(() => {
  names = new NameTable();
  senders = new RemoteSenders(names);
});

/** Brings a user online on a node, or moves it there. */
function join({ key, name, ip }: User, session: string, since: number): void {
  const link = new NodeLink(session, { carry: () => undefined, split: () => [], receive: () => "gone" });
  const entry = { key, name, ip, session, revision: since, since, member: null, isAbandoned: false };
  names.set(entry, new RemoteMember(since, { name, ip }, link));
}

/** Says whether a message in the name of a user is taken from a session. */
function isTaken(from: User, session: string): boolean {
  return senders.isLine(directLine(directLineStart(from, BOB), '"hello"'), session, BOB);
}

it.each(["Ada", "Zoë", "O'\\Hara", "𝔄da"])(
  "takes messages of %s from the node that has the user, and from no other",
  (name) => {
    const user = new User(name, "10.0.0.1");
    expect(isTaken(user, "there")).toBe(false);
    join(user, "there", 1);
    for (let time = 0; time < 2; time++) {
      expect(isTaken(user, "there")).toBe(true);
      expect(isTaken(user, "elsewhere")).toBe(false);
      expect(isTaken(new User(name, "10.0.0.9"), "there")).toBe(false);
    }
    expect(isTaken(new User(name.toUpperCase(), "10.0.0.1"), "there")).toBe(false);
  },
);

it("takes no message of the server, of Guest or of Everyone", () => {
  for (const name of ["SERVER", "Guest", "Everyone"]) expect(isTaken(new User(name, "0.0.0.0"), "there")).toBe(false);
});

it("takes the last messages of a user who has left, or whose node has a new session", () => {
  const [ada, eve] = [new User("Ada", "10.0.0.1"), new User("Eve", "10.0.0.1")];
  join(ada, "there", 1);
  join(eve, "there", 2);
  expect(isTaken(ada, "there")).toBe(true);
  names.delete(names.find("ada") as never);
  join(eve, "there again", 2);
  for (const user of [ada, eve]) expect(isTaken(user, "there")).toBe(true);
  expect([isTaken(ada, "there again"), isTaken(eve, "there again")]).toEqual([false, true]);
});

it("takes nothing from the users of a session that has gone", () => {
  const ada = new User("Ada", "10.0.0.1");
  join(ada, "there", 1);
  expect(isTaken(ada, "there")).toBe(true);
  names.abandon("there");
  expect(isTaken(ada, "there")).toBe(false);
});
