import { EventEmitter } from "node:events";
import type { ChatServer } from "@chat/server";
import { describe, expect, it, vi } from "vitest";
import { LeaveQuerySchema, LeaveSchema, LeaveWindowSchema } from "./admin-api.ts";
import { RecentEvents } from "./recent-events.ts";

function start() {
  const server = new EventEmitter() as unknown as ChatServer;
  const recent = new RecentEvents(server);
  const log = (fields: object, line: string) => server.emit("log", { level: "info", fields, line });
  return {
    server,
    recent,
    leave(name: string, { isLogged = true } = {}) {
      if (isLogged) log({ event: "leave", name, ip: "::1", port: 7 }, `${name} left (left): 1 min`);
      server.emit("leave", { name, ip: "::1", reason: "left" });
    },
    trouble: (name: string, text: string, mistake?: string) =>
      log({ event: "trouble", name, ip: "::1", port: 7, mistake }, `${name}: ${text}`),
  };
}

describe("recent events", () => {
  it("has the last 1,000 leaves, the latest first", () => {
    const { recent, leave } = start();
    for (let index = 0; index < 1_500; index++) leave(`user-${index}`);
    const leaves = LeaveSchema.strict().array().parse(recent.leaves());
    expect(leaves).toHaveLength(1_000);
    expect(leaves[0]).toMatchObject({ name: "user-1499", reason: "left", line: "user-1499 left (left): 1 min" });
  });

  it("forgets a leave after an hour", () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { recent, leave } = start();
    leave("Ada");
    vi.setSystemTime(Date.now() + 3_600_001);
    expect(recent.leaves()).toEqual([]);
    vi.useRealTimers();
  });

  it("has a leave that the log does not have", () => {
    const { recent, leave } = start();
    leave("Ada");
    leave("Bob", { isLogged: false });
    expect(recent.leaves().map(({ line }) => line)).toEqual(["Bob left (left)", "Ada left (left): 1 min"]);
  });

  it("keeps the last trouble of 10,000 users at most, until they leave, and no long text", () => {
    const { recent, trouble, leave } = start();
    const of = (name: string) => recent.lastTrouble({ name, ip: "::1", port: 7 });
    for (let index = 0; index < 10_001; index++) trouble(`user-${index}`, "x".repeat(1_000));
    expect(of("user-0")).toBeNull();
    expect(of("user-1")).toHaveLength(400);
    trouble("user-1", "a comma is missing");
    expect(of("user-1")).toBe("a comma is missing");
    leave("user-1");
    expect(of("user-1")).toBeNull();
  });

  it("has the clients that were refused, with the reason, and none of them instead of a leave", () => {
    const { server, recent, leave } = start();
    leave("Ada");
    for (let port = 0; port < 300; port++) {
      const fields = { event: "refused", name: port === 299 ? "Bob" : undefined, ip: `10.0.0.${port}`, port };
      server.emit("log", { level: "info", fields, line: `refused [::1]:${port}: The name is taken.` });
    }
    const leaves = LeaveSchema.strict().array().parse(recent.leaves());
    expect(leaves).toHaveLength(201);
    expect(leaves.filter(({ reason }) => reason === "left")).toHaveLength(1);
    expect(leaves).toContainEqual(
      expect.objectContaining({ name: "Bob", line: "refused [::1]:299: The name is taken." }),
    );
    expect(leaves).toContainEqual(expect.objectContaining({ name: null, reason: "refused" }));
  });

  it("says how to mend a usual mistake, and keeps that when troubles of an unknown cause follow", () => {
    const { recent, trouble } = start();
    trouble("Ada", "rejected at byte 4: text outside a message (python-bytes)", "python-bytes");
    trouble("Ada", "rejected at byte 97: text outside a message (10 so far)");
    expect(recent.lastTrouble({ name: "Ada", ip: "::1", port: 7 })).toBe(
      "text outside a message. That is how Python shows bytes: send the bytes themselves, never str(data) or repr(data).",
    );
    trouble("Bob", "rejected at byte 4: text outside a message");
    expect(recent.lastTrouble({ name: "Bob", ip: "::1", port: 7 })).toBe(
      'text outside a message. Start each message with "{".',
    );
  });

  it("has those first whose clients were wrong, then the latest, and finds each of them", () => {
    const { server, recent, leave } = start();
    const why = "8 rejected: broken JSON (trailing-comma)";
    const fields = { event: "leave", name: "Ada", ip: "::1", port: 7, why };
    server.emit("log", { level: "info", fields, line: `Ada left (left): 1 min, ${why}` });
    server.emit("leave", { name: "Ada", ip: "::1", reason: "left" });
    server.emit("leave", { name: "Slow", ip: "::1", reason: "slow-reader" });
    const refused = { event: "refused", ip: "::1", port: 9, text: "⛔ Error: It sent no name." };
    server.emit("log", { level: "debug", fields: refused, line: "refused [::1]:9" });
    leave("Bob");
    const window = (query: object) =>
      LeaveWindowSchema.strict().parse(recent.window(LeaveQuerySchema.parse({ limit: 2, ...query })));
    expect(window({})).toMatchObject({
      ...{ all: 4, matching: 4, troubled: 2 },
      rows: [
        { name: "Slow", trouble: "did not read what came for it" },
        { name: "Ada", trouble: '8 rejected: broken JSON. There is a comma before "}": leave it out.' },
      ],
    });
    expect(window({ sort: "at" }).rows.map(({ trouble }) => trouble)).toEqual([null, null]);
    expect(window({ sort: "at", order: "asc" }).rows.map(({ name }) => name)).toEqual(["Ada", "Slow"]);
    expect(window({ offset: 1, search: "1 MIN" })).toMatchObject({ matching: 2, rows: [{ name: "Bob" }] });
  });

  it("counts equal leaves, so that a client that comes back again and again pushes out nobody", () => {
    const { server, recent, leave } = start();
    leave("Ada");
    for (let bytes = 0; bytes < 1_500; bytes++) {
      const fields = { event: "leave", name: "Bob", ip: "::1", port: 7, why: `no end after ${bytes} bytes` };
      server.emit("log", { level: "info", fields, line: "Bob left (left)" });
      server.emit("leave", { name: "Bob", ip: "::1", reason: "left" });
    }
    expect(recent.leaves()).toMatchObject([
      { name: "Bob", times: 1_500, trouble: "no end after 1499 bytes" },
      { name: "Ada", times: 1 },
    ]);
  });

  it("takes no line without a user for one", () => {
    const { server, recent } = start();
    server.emit("log", { level: "info", fields: { event: "trouble", suppressed: 9 }, line: "… and 9 more" });
    server.emit("log", { level: "info", fields: { event: "leave", name: null }, line: "" });
    server.emit("log", { level: "info", fields: { event: "refused", suppressed: 9 }, line: "… and 9 more" });
    expect(recent.leaves()).toEqual([]);
    recent.close();
    expect([server.listenerCount("log"), server.listenerCount("leave")]).toEqual([0, 0]);
  });
});
