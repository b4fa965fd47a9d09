import { EventEmitter } from "node:events";
import type { ChatServer, ConnectionReport } from "@chat/server";
import { QUIET_CONNECTION as QUIET } from "@chat/testing/quiet-connection";
import { describe, expect, it } from "vitest";
import { ConnectionQuerySchema, ConnectionWindowSchema } from "./admin-api.ts";
import { ConnectionList } from "./connection-list.ts";
import { RecentEvents } from "./recent-events.ts";

/** A server that lists these connections, and counts how often it is asked. */
function listOf(reports: readonly Partial<ConnectionReport>[]) {
  const asked = { times: 0 };
  const all = reports.map((report, index) => ({ ...QUIET, id: `loop.${index}`, ...report }));
  const server = Object.assign(new EventEmitter(), {
    async connections() {
      asked.times += 1;
      await new Promise(setImmediate);
      return all;
    },
  }) as unknown as ChatServer;
  const list = new ConnectionList(server, new RecentEvents(server));
  const window = async (query: object = {}) => {
    const answer = await list.window(ConnectionQuerySchema.parse(query));
    return ConnectionWindowSchema.strict().parse(JSON.parse(JSON.stringify(answer)));
  };
  return {
    server,
    asked,
    reports: () => list.reports(),
    window,
    names: async (query: object) => (await window(query)).rows.map(({ name }) => name),
  };
}

describe("the list of connections", () => {
  it("has those first with whom something is wrong now, then those with whom something was", async () => {
    const list = listOf([
      { name: "good" },
      { name: "was-wrong", refused: { "unknown-user": 9 } },
      { name: "is-wrong", refused: { "unknown-user": 2 }, refusedInARow: 2 },
      { name: "slow-reader", waitingMessages: 100, waitingBytes: 100_000 },
      { name: "fast-sender", isSlowed: true },
      { name: "open-brace", messagesIn: 3, unclosedBytes: 412 },
      { name: null },
      { name: null, ageMs: 100 },
    ]);
    const names = ["is-wrong", "slow-reader", "fast-sender", "open-brace", null, "was-wrong"];
    const rows = names.map((name) => ({ name }));
    expect(await list.window({ limit: 6 })).toMatchObject({ all: 8, matching: 8, troubled: 6, rows });
    expect((await list.names({ order: "asc" })).slice(0, 2)).toEqual(["good", null]);
  });

  it.each([
    [{ sort: "name", order: "asc" }, ["Ada", "bob", "Eve"]],
    [{ sort: "name", order: "desc" }, ["Eve", "bob", "Ada"]],
    [{ sort: "ip", order: "asc" }, ["bob", "Ada", "Eve"]],
    [{ sort: "messagesIn" }, ["Eve", "Ada", "bob"]],
    [{ search: "OB" }, ["bob"]],
    [{ search: "10.0.0.10" }, ["Ada"]],
    [{ sort: "name", order: "asc", offset: 1, limit: 1 }, ["bob"]],
    [{ offset: 5 }, []],
    [{ search: "nobody" }, []],
    [{ search: "loop.1" }, ["Eve"]],
    [{ search: "loop." }, []],
  ])("answers %j with %j", async (query, names) => {
    const list = listOf([
      { name: "bob", ip: "10.0.0.9" },
      { name: "Eve", ip: "192.168.0.1", messagesIn: 5 },
      { name: "Ada", ip: "10.0.0.10", messagesIn: 3 },
    ]);
    expect(await list.names(query)).toEqual(names);
  });

  it("keeps names as they are, whatever is in them", async () => {
    const hostile = [
      "<script>alert(1)</script>",
      "__proto__",
      "constructor",
      "\u202Eadmin",
      "a\u0000b",
      "\uD800",
      "\uffff",
      "%s",
    ];
    const list = listOf(hostile.map((name) => ({ name })));
    expect(await list.names({ sort: "name", order: "asc" })).toHaveLength(hostile.length);
    expect(await list.names({ search: "__PROTO__" })).toEqual(["__proto__"]);
    expect(await list.names({ search: "\u202E" })).toEqual(["\u202Eadmin"]);
  });

  it("asks the server once for all who look at 20,000 rows, and finds each row", async () => {
    const { asked, reports, window } = listOf(
      Array.from({ length: 20_000 }, (_, index) => ({ name: `user-${index}`, ageMs: index })),
    );
    const query = { sort: "ageMs", offset: 19_750, limit: 250 };
    const all = reports();
    const windows = await Promise.all([window(), window(query), window({ search: "user-19999" })]);
    expect(await all).toHaveLength(20_000);
    expect(windows.map(({ matching, rows }) => [matching, rows.length])).toEqual([
      [20_000, 100],
      [20_000, 250],
      [1, 1],
    ]);
    expect(windows[1]?.rows.at(-1)?.name).toBe("user-0");
    expect(asked.times).toBe(1);
  });

  it.each([
    { limit: 0 },
    { limit: 251 },
    { offset: -1 },
    { sort: "id" },
    { order: "up" },
    { search: "x".repeat(101) },
    { more: 1 },
  ])("takes no query %j", (query) => expect(ConnectionQuerySchema.safeParse(query).success).toBe(false));

  it("shows the last trouble of a user in words, and finds users by it", async () => {
    const list = listOf([{ name: "Ada" }, { name: "Bob" }]);
    const fields = { event: "trouble", name: "Ada", ip: QUIET.ip, port: QUIET.port };
    list.server.emit("log", { level: "info", fields, line: "Ada: rejected at byte 5: a comma is missing" });
    expect((await list.window({ search: "comma" })).rows).toMatchObject([
      { name: "Ada", lastTrouble: "a comma is missing" },
    ]);
  });
});
