import { expect, it } from "vitest";
import { addTraffic, EMPTY_TRAFFIC_LOG, shownTraffic, type TrafficEntry } from "./traffic-log.ts";

function entryOf(id: number, length = 10): TrafficEntry {
  return { id, at: 0, direction: "in", bytes: new Uint8Array(length), isPoll: id % 2 === 0 };
}

function idsOf({ entries }: { readonly entries: readonly TrafficEntry[] }): number[] {
  return entries.map(({ id }) => id);
}

it("keeps the newest traffic, bounded in bytes and in entries", () => {
  const large = addTraffic(
    EMPTY_TRAFFIC_LOG,
    [1, 2, 3].map((id) => entryOf(id, 300 * 1024)),
  );
  expect(idsOf(large)).toEqual([3]);
  expect(large.byteCount).toBe(300 * 1024);
  const many = addTraffic(
    EMPTY_TRAFFIC_LOG,
    Array.from({ length: 2_005 }, (_, index) => entryOf(index)),
  );
  expect(many.entries).toHaveLength(2_000);
  expect(many.entries[0]?.id).toBe(5);
});

it("shows the traffic up to an entry while more comes, and polls only when asked", () => {
  const log = addTraffic(
    EMPTY_TRAFFIC_LOG,
    [1, 2, 3].map((id) => entryOf(id)),
  );
  const shown = (lastId: number | null, all = log) => idsOf(shownTraffic(all, { lastId, showsPolls: true }));
  expect(shown(2)).toEqual([1, 2]);
  expect(shown(2, addTraffic(log, [entryOf(4)]))).toEqual([1, 2]);
  expect(shown(0)).toEqual([]);
  expect(shown(null)).toEqual([1, 2, 3]);
  expect(idsOf(shownTraffic(log, { lastId: null, showsPolls: false }))).toEqual([1, 3]);
});
