import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { readJournal } from "@chat/journal";
import { createChatServer } from "@chat/server";
import { TestPeer } from "@chat/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import type { z } from "zod";
import {
  ActResultSchema,
  ConnectionSchema,
  ConnectionWindowSchema,
  LeaveSchema,
  LeaveWindowSchema,
  LogEntrySchema,
  NowSchema,
  SanctionSchema,
  TotalsSchema,
  UserSchema,
} from "./admin-api.ts";
import { openAdminServer } from "./admin-server.ts";

const TOKEN = "a-token-that-nobody-guesses";

interface Asked {
  readonly method?: string;
  readonly token?: string | null;
  readonly host?: string;
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
}

async function start({ threads = 1, pageFolder = "/nowhere" } = {}) {
  const ignore = (): void => undefined;
  const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const server = await createChatServer({ host: "127.0.0.1", port: 0, threads, logger });
  const { port } = await server.listen();
  const state = { isReady: true };
  const http = await openAdminServer(
    { server, isReady: () => state.isReady },
    { host: "127.0.0.1", port: 0, token: TOKEN, pageFolder },
  );
  const { port: adminPort } = http.address() as AddressInfo;
  const peers: TestPeer[] = [];
  const sockets: Socket[] = [];
  http.on("connection", (socket) => sockets.push(socket));

  /** Writes bytes, and returns all that comes until the server closes. */
  function exchange(bytes: string): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    let text = "";
    const socket = connect(adminPort, "127.0.0.1").setEncoding("utf8");
    // A server that closes before all has come may reset the connection.
    socket.on("data", (chunk) => (text += chunk)).on("error", () => undefined);
    socket.on("close", () => resolve(text)).write(bytes);
    return promise;
  }

  function ask(path: string, { method = "GET", token = TOKEN, host, body, headers = {} }: Asked = {}) {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string; headers: object }>();
    const all = {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(host === undefined ? {} : { Host: host }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    };
    const sent = request(
      { host: "127.0.0.1", port: adminPort, path, method, headers: all, agent: false },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
      },
    );
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
    return promise;
  }

  return {
    server,
    adminPort,
    state,
    ask,
    exchange,
    /** Asks for JSON, and checks it against its schema. */
    async read<Schema extends z.ZodType>(schema: Schema, path: string, asked?: Asked): Promise<z.output<Schema>> {
      const { status, text } = await ask(path, asked);
      expect({ path, status }).toEqual({ path, status: 200 });
      return schema.parse(JSON.parse(text));
    },
    async join(name: string): Promise<TestPeer> {
      const peer = await TestPeer.connect({ port });
      peers.push(peer);
      peer.write(`${name}\n`);
      await peer.nextText();
      return peer;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of [...sockets, ...peers.map((peer) => peer.socket)]) socket.destroy();
      http.close();
      await server.close({ graceMs: 0 });
    },
  };
}

describe.each([1, 2])("the admin port of a server with %s threads", (threads) => {
  it("lists users, connections and totals in the form of its schemas", async () => {
    await using admin = await start({ threads });
    await admin.join("Ada");
    await admin.join("<script>");
    expect(await admin.read(UserSchema.array(), "/api/v1/users")).toContainEqual({ name: "<script>", ip: "127.0.0.1" });
    expect(await admin.read(ConnectionSchema.strict().array(), "/api/v1/connections")).toHaveLength(2);
    expect(await admin.read(TotalsSchema.strict(), "/api/v1/totals")).toMatchObject({ users: 2, joins: 2 });
  });

  it("answers what the page asks, in the form of its schemas", async () => {
    await using admin = await start({ threads });
    const ada = await admin.join("Ada");
    await admin.join("<script>");
    ada.write('{"from":{"name":"Ada","ip":""},"to":"nobody","msg":""}\n');
    await ada.nextText();
    const now = await admin.read(NowSchema.strict(), "/api/v1/now");
    expect(now).toMatchObject({ totals: { users: 2 }, isReady: true, threads, chat: { addresses: ["127.0.0.1"] } });
    const path = "/api/v1/connections?sort=trouble&limit=1";
    expect(await admin.read(ConnectionWindowSchema.strict(), path)).toMatchObject({
      all: 2,
      matching: 2,
      troubled: 1,
      rows: [{ name: "Ada", lastTrouble: expect.stringContaining("not online") }],
    });
    ada.socket.destroy();
    let leaves: z.output<typeof LeaveSchema>[] = [];
    while (leaves.length === 0) leaves = await admin.read(LeaveSchema.strict().array(), "/api/v1/leaves");
    expect(leaves).toMatchObject([{ name: "Ada", ip: "127.0.0.1", line: expect.stringContaining("Ada left") }]);
    expect(await admin.read(LeaveWindowSchema.strict(), "/api/v1/leaves?search=ada&limit=6")).toMatchObject({
      troubled: 1,
      rows: [{ name: "Ada", trouble: expect.stringContaining("1 refused: a message to somebody who is not online") }],
    });
  });

  it("acts", async () => {
    await using admin = await start({ threads });
    const ada = await admin.join("Ada");
    const post = (body: object) => admin.read(ActResultSchema, "/api/v1/act", { method: "POST", body });
    expect(await post({ act: "tell", name: "Ada", text: "hello" })).toEqual({ hits: 1, silent: [] });
    expect(await post({ act: "announce", text: "all" })).toEqual({ hits: 1, silent: [] });
    expect(await post({ act: "mute", name: "Ada", forMs: 60_000 })).toMatchObject({ silent: [] });
    expect(await post({ act: "unmute", name: "Ada" })).toMatchObject({ hits: 1 });
    const target = { address: "127.0.0.1" };
    expect(await post({ act: "affected", target })).toMatchObject({ users: [{ name: "Ada" }] });
    expect(await post({ act: "ban", target, forMs: 60_000, reason: "why", by: "Eve" })).toMatchObject({ hits: 1 });
    expect(await ada.ended()).toEqual([
      expect.stringContaining("Welcome"),
      "Notice: hello",
      "Notice: all",
      expect.stringContaining("removed by an operator: why - banned"),
    ]);
    expect(await admin.read(SanctionSchema.array(), "/api/v1/sanctions")).toMatchObject([{ by: "Eve", target }]);
    expect(await post({ act: "unban", target })).toMatchObject({ hits: 1 });
    expect(await post({ act: "disconnect", whom: { name: "Ada" } })).toMatchObject({ hits: 0 });
  });
});

describe("the admin port", () => {
  it("says without a token whether it lives and is ready, and no figures", async () => {
    await using admin = await start();
    const open = { token: null };
    expect(await admin.ask("/healthz", open)).toMatchObject({ status: 200, text: "ok\n" });
    expect(await admin.ask("/readyz", open)).toMatchObject({ status: 200, text: "ready\n" });
    admin.state.isReady = false;
    expect(await admin.ask("/readyz", open)).toMatchObject({ status: 503 });
    expect(await admin.ask("/healthz", open)).toMatchObject({ status: 200 });
  });

  it.each(["/metrics", "/api/v1/users", "/api/v1/act", "/nothing"])(
    "tells nobody without the token of %s",
    async (path) => {
      await using admin = await start();
      for (const token of [null, "", "x", `${TOKEN}x`]) {
        expect(await admin.ask(path, { token })).toMatchObject({
          status: 401,
          headers: { "www-authenticate": "Bearer" },
        });
      }
    },
  );

  it.each([
    ["evil.example", 421],
    ["evil.example:80", 421],
    ["127.0.0.1.evil.example", 421],
    ["127.0.0.1:80", 200],
    ["[::1]:80", 200],
    ["localhost", 200],
    [hostname(), 200],
  ])("answers a request for the host %j with %s", async (host, status) => {
    await using admin = await start();
    expect((await admin.ask("/healthz", { host })).status).toBe(status);
  });

  it.each([
    ["/nothing", {}, 404, "There is no /nothing: there are /healthz"],
    ["/api/v1/act", {}, 405, "takes POST alone"],
    ["/api/v1/users", { method: "DELETE" }, 405, "takes GET alone"],
    ["/api/v1/act", { method: "POST", body: "x", headers: { "Content-Type": "text/plain" } }, 415, "Send JSON"],
    ["/api/v1/act", { method: "POST", body: "{" }, 400, "The body is no JSON"],
    ["/api/v1/act", { method: "POST", body: { act: "explode" } }, 400, "act"],
    ["/api/v1/act", { method: "POST", body: { act: "unmute", name: "a", more: 1 } }, 400, "more"],
    ["/api/v1/act", { method: "POST", body: { act: "unmute", name: "a,b" } }, 400, "can't be a name"],
    ["/api/v1/act", { method: "POST", body: { act: "ban", target: { name: "a" }, forMs: 1 } }, 400, "forMs has to be"],
    ["/api/v1/connections?sort=size", {}, 400, "sort"],
    ["/api/v1/connections?limit=many", {}, 400, "limit"],
    ["/api/v1/connections?serach=Ada", {}, 400, "serach"],
    ["/api/v1/act", { method: "POST", body: "x".repeat(20_000) }, 413, "at most 16384 bytes"],
  ] as const)("refuses a wrong request for %s with %j, and says why", async (path, asked, status, text) => {
    await using admin = await start();
    const answer = await admin.ask(path, asked);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).error).toContain(text);
  });

  it.each([
    ["two hosts", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n", "400"],
    [
      "two tokens",
      `GET /metrics HTTP/1.1\r\nHost: [::1]\r\nAuthorization: Bearer ${TOKEN}\r\nAuthorization: x\r\n`,
      "400",
    ],
    ["no host", "GET /healthz HTTP/1.0\r\n", "421"],
    ["a whole URL", "GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n", "401"],
    ["two slashes", "GET //healthz HTTP/1.1\r\nHost: localhost\r\n", "401"],
    ["a query", "GET /healthz?token=x HTTP/1.0\r\nHost: localhost\r\n", "200"],
    [
      "a body that was not asked for",
      "POST /api/v1/act HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 9\r\n",
      "401",
    ],
    ["a body that never ends", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n", "200"],
    [
      "a body of two lengths",
      "POST /api/v1/act HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n",
      undefined,
    ],
    ["another protocol", "PRI * HTTP/2.0\r\n\r\nSM\r\n", undefined],
    ["a tunnel", "CONNECT evil.example:80 HTTP/1.1\r\nHost: localhost\r\n", undefined],
    [
      "the headers of a stream",
      `HEAD /api/v1/log HTTP/1.1\r\nHost: localhost\r\nAuthorization: bearer ${TOKEN}\r\n`,
      "200",
    ],
    ["long headers", `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(9_000)}\r\n`, undefined],
  ])("answers %s and closes", async (_what, head, status) => {
    await using admin = await start();
    expect(/^HTTP\/1\.1 (\d+)/.exec(await admin.exchange(`${head}\r\n`))?.[1]).toBe(status);
  });

  it("answers one request of a connection, however many come at once", async () => {
    await using admin = await start();
    const text = await admin.exchange("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1_500));
    expect(text.split("HTTP/1.1 ").length - 1).toBeLessThanOrEqual(1);
  });

  it("takes a body that is sent when it is asked for", async () => {
    await using admin = await start();
    const asked = { method: "POST", headers: { Expect: "100-continue" }, body: { act: "unmute", name: "a" } };
    expect(await admin.read(ActResultSchema, "/api/v1/act", asked)).toEqual({ hits: 0, silent: [] });
  });

  it("lets no page of another site ask, and keeps nothing", async () => {
    await using admin = await start();
    const { headers } = await admin.ask("/api/v1/users", { headers: { Origin: "http://evil.example" } });
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    });
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("gives the page to everybody, and nothing else of its folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "chat-page-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, "assets"));
    await writeFile(join(folder, "index.html"), "<!doctype html>");
    await writeFile(join(folder, "secret.html"), "secret");
    await writeFile(join(folder, "assets", "page-1a2b.js"), "1");
    await writeFile(join(folder, "assets", "notes.txt"), "secret");
    await using admin = await start({ pageFolder: folder });
    const open = { token: null };
    const page = await admin.ask("/", open);
    expect(page).toMatchObject({
      status: 200,
      text: "<!doctype html>",
      headers: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": "default-src 'self'; frame-ancestors 'none'",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      },
    });
    expect(await admin.ask("/assets/page-1a2b.js", open)).toMatchObject({
      status: 200,
      text: "1",
      headers: {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": expect.stringContaining("immutable"),
      },
    });
    expect(await admin.ask("/", { ...open, method: "HEAD" })).toMatchObject({
      status: 200,
      text: "",
      headers: { "content-length": "15" },
    });
    expect((await admin.ask("/", { ...open, method: "POST" })).status).toBe(405);
    expect((await admin.ask("/", { ...open, host: "evil.example" })).status).toBe(421);
    await writeFile(join(folder, "assets", "later.js"), "2");
    for (const path of [
      "/index.html",
      "/secret.html",
      "/assets",
      "/assets/",
      "/assets/notes.txt",
      "/assets/later.js",
      "/assets/../secret.html",
      "/assets/..%2fsecret.html",
      "/assets/%2e%2e/secret.html",
      "/assets/..\\secret.html",
      "//assets/page-1a2b.js",
      "/assets/page-1a2b.js%00",
      "/__proto__",
    ]) {
      expect([path, (await admin.ask(path, open)).status]).toEqual([path, 401]);
      expect([path, (await admin.ask(path)).status]).toEqual([path, 404]);
    }
  });

  it("says in words that there is no page", async () => {
    await using admin = await start();
    const { status, text } = await admin.ask("/", { token: null });
    expect(status).toBe(200);
    expect(text).toContain("npm start -- --class");
  });

  it.each([1, 2])("streams the journal of a connection, with %s threads", async (threads) => {
    await using admin = await start({ threads });
    const ada = await admin.join("Ada");
    const [{ id = "" } = {}] = await admin.read(ConnectionSchema.array(), "/api/v1/connections");
    const journal = admin.ask(`/api/v1/journal?id=${encodeURIComponent(id)}`);
    expect(await ada.nextText()).toContain("records your connection");
    ada.write("{}");
    await ada.nextText();
    ada.socket.end();
    const { status, text, headers } = await journal;
    expect({ status, headers }).toMatchObject({ status: 200, headers: { "content-type": "application/x-ndjson" } });
    const { start: first, events } = readJournal(text.split("\n"));
    expect(first).toMatchObject({ name: "Ada", from: { client: 4 }, masked: true });
    expect(events).toContainEqual(expect.objectContaining({ event: "rejected", offset: 4, length: 2 }));
    expect(events.at(-1)).toMatchObject({ event: "closed" });
    expect((await admin.ask(`/api/v1/journal?id=${id}`)).status).toBe(404);
    expect((await admin.ask("/api/v1/journal")).status).toBe(400);
  });

  it("streams the log, to as many as may read at once", async () => {
    await using admin = await start();
    const warnings: Error[] = [];
    const note = (warning: Error): unknown => warnings.push(warning);
    process.on("warning", note);
    const lines: string[] = [];
    const open = () =>
      new Promise<number>((resolve) => {
        const headers = { Authorization: `Bearer ${TOKEN}` };
        request(
          { host: "127.0.0.1", port: admin.adminPort, path: "/api/v1/log", headers, agent: false },
          (response) => {
            response
              .setEncoding("utf8")
              .on("data", (chunk) => lines.push(chunk))
              .on("error", () => undefined);
            resolve(response.statusCode ?? 0);
          },
        ).end();
      });
    const statuses = await Promise.all(Array.from({ length: 20 }, open));
    expect(statuses.filter((status) => status === 200)).toHaveLength(16);
    expect(statuses.filter((status) => status === 503)).toHaveLength(4);
    await admin.join("Ada");
    while (lines.filter((line) => line.includes("Ada joined")).length < 16) await new Promise(setImmediate);
    const [first = ""] = lines.filter((line) => line.includes("Ada joined"));
    expect(LogEntrySchema.parse(JSON.parse(first))).toMatchObject({ level: "info", fields: { event: "join" } });
    process.off("warning", note);
    expect(warnings).toEqual([]);
  });

  it("cuts off a reader of the log that is too slow, and no other", async () => {
    await using admin = await start();
    const ask = `GET /api/v1/log HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`;
    const readers = [0, 1].map(() => connect(admin.adminPort, "127.0.0.1"));
    for (const reader of readers) {
      reader.on("error", () => undefined).write(ask);
      await once(reader, "data");
    }
    const [slow, quick] = readers as [Socket, Socket];
    slow.pause();
    let bytes = 0;
    quick.on("data", (chunk) => (bytes += chunk.length));
    const line = "x".repeat(100_000);
    // The memory of the last events listens, too.
    for (let sent = 0; admin.server.listenerCount("log") === 3; sent += line.length) {
      admin.server.emit("log", { level: "info", fields: {}, line });
      while (bytes < sent) await once(quick, "data");
    }
    expect(quick.destroyed).toBe(false);
    admin.server.emit("log", { level: "info", fields: {}, line: "last" });
    await once(quick, "data");
    quick.destroy();
    await once(admin.server, "removeListener");
    expect(admin.server.listenerCount("log")).toBe(1);
  });
});
