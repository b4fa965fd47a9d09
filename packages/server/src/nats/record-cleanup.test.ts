import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { silentLogger } from "../logger.ts";
import type { NameClaims } from "./name-claims.ts";
import type { NameRecords } from "./name-records.ts";
import { RecordCleanup } from "./record-cleanup.ts";
import { NODE_TIMEOUT_MS, TOMBSTONE_LIFE_MS } from "./timing.ts";

const KEYS = Array.from({ length: 10 }, (_, index) => `name ${index}`);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** The cleanup of a session whose requests the test sees. */
function createCleanup(session: string, formerSessions: string[] = []) {
  const records = { delete: vi.fn(async () => true), compact: vi.fn(async () => undefined) };
  const claims = { cleanUp: vi.fn(async (_keys: readonly string[]) => undefined) };
  const logger = { ...silentLogger, info: vi.fn() };
  const cleanup = new RecordCleanup(session, records as unknown as NameRecords, claims as unknown as NameClaims, {
    formerSessions: new Set(formerSessions),
    logger,
  });
  return { cleanup, records, claims, logger };
}

function node(session: string, seenAt: number) {
  return { session, node: session.toUpperCase(), revision: 5, seenAt };
}

it("divides names and tombstones among all nodes, each for one of them", async () => {
  const sessions = ["b", "c", "a"];
  const nodes = sessions.map((session) => createCleanup(session));
  for (const { cleanup } of nodes) {
    cleanup.shareAmong(sessions);
    cleanup.cleanUpNames(KEYS);
    for (let revision = 0; revision < 10; revision++) cleanup.noteDeleted(revision);
  }
  vi.advanceTimersByTime(TOMBSTONE_LIFE_MS);
  await Promise.all(nodes.map(({ cleanup }) => cleanup.compactDue()));
  expect(nodes.flatMap(({ claims }) => claims.cleanUp.mock.calls.flat(2)).sort()).toEqual(KEYS);
  expect(nodes.flatMap(({ records }) => records.compact.mock.calls)).toHaveLength(10);
});

it("does all the work of a node that is alone, before and after it has read its own key", () => {
  const { cleanup, claims } = createCleanup("a");
  cleanup.cleanUpNames(KEYS);
  cleanup.shareAmong(["a"]);
  cleanup.cleanUpNames(KEYS);
  expect(claims.cleanUp.mock.calls).toEqual([[KEYS], [KEYS]]);
});

it("fences silent nodes, each once, and never its own", () => {
  const { cleanup, records, logger } = createCleanup("here");
  const nodes = [node("here", 0), node("silent", 0), node("live", 1)];
  cleanup.fenceSilent(nodes, NODE_TIMEOUT_MS);
  cleanup.fenceSilent(nodes, NODE_TIMEOUT_MS);
  expect(records.delete.mock.calls).toEqual([["node.silent", 5]]);
  expect(logger.info.mock.calls.map(([fields]) => fields)).toEqual([
    { event: "node-taken-out", node: "SILENT", session: "silent" },
  ]);
});

it("tries again to fence a node whose key was rewritten, or whose deletion failed", async () => {
  const { cleanup, records } = createCleanup("here");
  records.delete.mockResolvedValueOnce(false).mockRejectedValueOnce(new Error("timeout"));
  for (let attempt = 0; attempt < 4; attempt++) await cleanup.fence(node("silent", 0));
  expect(records.delete).toHaveBeenCalledTimes(3);
});

it("does not log that it fences an earlier session of its own node", async () => {
  const { cleanup, records, logger } = createCleanup("here", ["before"]);
  await cleanup.fence(node("before", 0));
  expect(records.delete).toHaveBeenCalledOnce();
  expect(logger.info).not.toHaveBeenCalled();
});
