import { beforeEach, expect, it, vi } from "vitest";
import { RecordingMailbox } from "../../test/recording-mailbox.ts";
import type { ClaimOutcome } from "../backplane/backplane.ts";
import { FanOut } from "../backplane/fan-out.ts";
import type { LocalMember } from "../backplane/members.ts";
import type { User } from "../delivery/user.ts";
import { silentLogger } from "../logger.ts";
import { LocalNames } from "./local-names.ts";
import type { Session } from "./session.ts";

type Outcome = ClaimOutcome["kind"];

/** A session whose answers the test decides. By default it grants each claim, and confirms it as the log does. */
class FakeSession {
  canExchange = true;
  readonly claim = vi.fn(async ({ key }: User): Promise<Outcome> => {
    names.findLocal(key)?.enterView();
    names.findLocal(key)?.confirm();
    return "claimed";
  });
  readonly release = vi.fn(async (_key: string) => undefined);
  readonly end = vi.fn();
  readonly presence = { removeLocal: vi.fn(), names: { findLookAlike: () => undefined } };
}

let session: FakeSession;
let names: LocalNames;

beforeEach(() => {
  session = new FakeSession();
  names = createNames(session);
});

function createNames(current: FakeSession | null): LocalNames {
  return new LocalNames(new FanOut(), { session: current as unknown as Session, view: null }, silentLogger);
}

async function join(name: string): Promise<RecordingMailbox> {
  const mailbox = new RecordingMailbox(name);
  expect(await names.claim(mailbox, false)).toEqual({ kind: "claimed" });
  return mailbox;
}

it("refuses a name that a user of this node has, without asking the broker", async () => {
  await join("Ada");
  expect(await names.claim(new RecordingMailbox("ADA"), false)).toEqual({ kind: "taken" });
  expect(session.claim).toHaveBeenCalledOnce();
});

it("refuses a name that looks like that of a user whose claim is being written", async () => {
  session.claim.mockReturnValueOnce(new Promise(() => undefined));
  names.claim(new RecordingMailbox("coco"), true);
  expect(await names.claim(new RecordingMailbox("сосо"), true)).toEqual({ kind: "look-alike" });
});

it.each<[string, FakeSession | null]>([
  ["without a session", null],
  ["with a session that is out of touch", Object.assign(new FakeSession(), { canExchange: false })],
])("can't decide a claim %s", async (_case, current) => {
  const offline = createNames(current);
  expect(await offline.claim(new RecordingMailbox("Ada"), false)).toEqual({ kind: "unavailable" });
});

it.each<Outcome>(["taken", "unavailable"])("forgets a user whose claim is %s", async (outcome) => {
  session.claim.mockResolvedValueOnce(outcome);
  expect(await names.claim(new RecordingMailbox("Ada"), false)).toEqual({ kind: outcome });
  expect(names.findLocal("ada")).toBeUndefined();
});

it("refuses a claim that was written and that the log shows for another user, and releases the record", async () => {
  session.claim.mockResolvedValueOnce("claimed");
  expect(await names.claim(new RecordingMailbox("Ada"), false)).toEqual({ kind: "taken" });
  await vi.waitFor(() => expect(session.release.mock.calls).toEqual([["ada"]]));
});

it("writes a record again that somebody has overwritten, until that succeeds or the user has left", async () => {
  const [ada, bob] = [await join("Ada"), await join("Bob")];
  session.claim.mockClear();
  session.claim.mockResolvedValueOnce("unavailable");
  const members = ["ada", "bob"].map((key) => names.findLocal(key) as LocalMember);
  names.release(bob);
  for (const member of members) names.recordOverwritten(member);
  await vi.waitFor(() => expect(session.claim).toHaveBeenCalledTimes(2));
  expect(session.claim.mock.calls).toEqual(Array(2).fill([ada.user, { isReturning: true }]));
  expect(ada.hasLostName).toBe(false);
});

it("settles a claim that is released while it is written when its name is free", async () => {
  const written = Promise.withResolvers<Outcome>();
  session.claim.mockReturnValueOnce(written.promise);
  const mailbox = new RecordingMailbox("Ada");
  const settled = vi.fn();
  const claim = names.claim(mailbox, false).then(settled);
  names.release(mailbox);
  await Promise.resolve();
  expect(settled).not.toHaveBeenCalled();
  written.resolve("claimed");
  await claim;
  expect(settled.mock.calls).toEqual([[{ kind: "unavailable" }]]);
  expect(session.release.mock.calls).toEqual([["ada"]]);
});

it("withdraws a claim that waits for its turn", async () => {
  session.claim.mockReturnValueOnce(new Promise(() => undefined));
  names.claim(new RecordingMailbox("Ada"), false);
  const mailbox = new RecordingMailbox("Ada");
  const claim = names.claim(mailbox, false);
  names.release(mailbox);
  expect(await claim).toEqual({ kind: "unavailable" });
});

it("releases an orphaned record, unless a user has claimed its name meanwhile", async () => {
  await join("Ada");
  names.orphanFound("ada");
  names.orphanFound("bob");
  await vi.waitFor(() => expect(session.release.mock.calls).toEqual([["bob"]]));
});

it("ends the connection of a user whose name another node has after a break", async () => {
  const [ada, bob] = [await join("Ada"), await join("Bob")];
  session.claim.mockResolvedValueOnce("taken");
  await names.claimAgain(session as unknown as Session);
  expect([ada.hasLostName, bob.hasLostName]).toEqual([true, false]);
  expect(session.claim.mock.lastCall).toEqual([bob.user, { isReturning: true }]);
});

it("ends a session that can't decide a claim made again", async () => {
  await join("Ada");
  session.claim.mockResolvedValueOnce("unavailable");
  await names.claimAgain(session as unknown as Session);
  expect(session.end).toHaveBeenCalledOnce();
  expect(names.findLocal("ada")).toBeDefined();
});

it("releases all names at its end", async () => {
  await join("Ada");
  await join("Bob");
  await names.releaseAll();
  expect(session.release.mock.calls).toEqual([["ada"], ["bob"]]);
  expect(names.findLocal("ada")).toBeUndefined();
});
