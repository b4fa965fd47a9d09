import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { json } from "node:stream/consumers";
import { ConnectionRecorder } from "@chat/journal";
import { type ChatMessage, encodeMessage, serverTexts } from "@chat/protocol";
import { ActRequestSchema, ConnectionQuerySchema, LeaveQuerySchema } from "@chat/server-app/admin-api";
import { QUIET_CONNECTION } from "@chat/testing/quiet-connection";
import type {
  ActRequest,
  Connection,
  ConnectionWindow,
  Leave,
  LeaveWindow,
  Now,
  Sanction,
} from "../src/model/contract.ts";

/** The token that the fake takes. */
export const TOKEN = "a-token-of-the-tests_0123456789";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** An admin port without a chat behind it: its answers are what a test puts into it. */
export class FakeAdmin {
  readonly #page: string;
  readonly #http: Server;
  token = TOKEN;
  now: Now = someNow();
  connections: Connection[] = [];
  leaves: Leave[] = [];
  sanctions: Sanction[] = [];
  /** Requests that were carried out. */
  readonly acts: ActRequest[] = [];
  /** Paths that were asked for, with their queries. */
  readonly asked: string[] = [];
  /** Readers of journals that are there now. */
  readonly watchers = new Set<ServerResponse>();

  constructor(page: string) {
    this.#page = page;
    this.#http = createServer((request, response) => void this.#answer(request, response));
  }

  async listen(): Promise<void> {
    this.#http.listen(0, "127.0.0.1");
    await once(this.#http, "listening");
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.close();
    this.#http.closeAllConnections();
    await once(this.#http, "close");
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const { pathname, searchParams } = new URL(request.url ?? "", this.url);
    if (!pathname.startsWith("/api/")) return this.#sendFile(pathname, response);
    this.asked.push(request.url ?? "");
    if (request.headers.authorization !== `Bearer ${this.token}`) return send(response, { error: "No." }, 401);
    switch (pathname) {
      case "/api/v1/now":
        return send(response, this.now);
      case "/api/v1/connections":
        return send(response, this.#list(searchParams));
      case "/api/v1/leaves":
        return send(response, this.#listLeaves(searchParams));
      case "/api/v1/sanctions":
        return send(response, this.sanctions);
      case "/api/v1/journal":
        return this.#writeJournal(searchParams.get("id"), response);
      case "/api/v1/act":
        return this.#act(ActRequestSchema.parse(await json(request)), response);
      default:
        return send(response, { error: `There is no ${pathname}.` }, 404);
    }
  }

  async #sendFile(path: string, response: ServerResponse): Promise<void> {
    const name = path === "/" ? "index.html" : path.slice(1);
    const content = await readFile(join(this.#page, name)).catch(() => null);
    response.writeHead(content ? 200 : 404, { "Content-Type": TYPES[extname(name)] ?? "text/plain" }).end(content);
  }

  #list(query: URLSearchParams): ConnectionWindow {
    const { connections } = this;
    const { search, sort, order, offset, limit } = ConnectionQuerySchema.parse(Object.fromEntries(query));
    const found = connections.filter(
      ({ id, name, ip }) => id === search || `${name} ${ip}`.toLowerCase().includes(search.toLowerCase()),
    );
    const sign = order === "asc" ? 1 : -1;
    const value = (row: Connection) => (sort === "trouble" || sort === "refused" ? refusedOf(row) : (row[sort] ?? ""));
    found.sort((a, b) => (value(a) < value(b) ? -sign : value(a) > value(b) ? sign : 0));
    const rows = found.slice(offset, offset + limit);
    const troubled = connections.filter((row) => refusedOf(row) > 0).length;
    return { all: connections.length, matching: found.length, troubled, rows };
  }

  #listLeaves(query: URLSearchParams): LeaveWindow {
    const { search, offset, limit } = LeaveQuerySchema.parse(Object.fromEntries(query));
    const found = this.leaves.filter(({ name, line }) => `${name} ${line}`.includes(search));
    const troubled = this.leaves.filter(({ trouble }) => trouble !== null).length;
    const rows = found.slice(offset, offset + limit);
    return { all: this.leaves.length, matching: found.length, troubled, rows, now: Date.now() };
  }

  #act(request: ActRequest, response: ServerResponse): void {
    if (request.act === "affected") {
      const { target } = request;
      const hit = this.connections.filter(({ name, ip }) =>
        "name" in target ? name === target.name : ip === target.address,
      );
      const users = hit.map(({ name, ip }) => ({ name: name ?? "", ip }));
      return send(response, { hits: 0, silent: [], users });
    }
    this.acts.push(request);
    if (request.act === "ban") {
      const { target, forMs, reason = "", by = "" } = request;
      this.sanctions.push({ kind: "ban", target, endsAt: Date.now() + forMs, reason, by });
    }
    if (request.act === "unban") this.sanctions = [];
    send(response, { hits: request.act === "announce" ? this.connections.length : 1, silent: [] });
  }

  /** Writes the journal of a client that makes one mistake of each kind, by the recorder that the server has. */
  #writeJournal(id: string | null, response: ServerResponse): void {
    const client = this.connections.find((connection) => connection.id === id);
    if (!client) return send(response, { error: "There is no such connection." }, 404);
    response.setHeader("Content-Type", "application/x-ndjson");
    this.watchers.add(response);
    response.on("close", () => this.watchers.delete(response));
    const name = client.name ?? "";
    const recorder = new ConnectionRecorder();
    const fromClient = (text: string) => recorder.bytes("client", Buffer.from(text));
    const fromServer = (msg: string) => recorder.bytes("server", encodeMessage(serverMessage(name, msg)));
    recorder.begin({ connection: 7, name: client.name, address: client.ip }, (line) => response.write(line));
    fromClient(`${name}\n`);
    recorder.named(name);
    fromServer(serverTexts.welcome.write(name, { names: [], count: 0, maxTextBytes: 1_000 }));
    fromClient(`{"from":{"name":${JSON.stringify(name)},"ip":""},"to":"Bo`);
    fromClient(`b","msg":"a secret"}\n{'from': {'name'`);
    fromClient(`: 'x'}, 'to': 'Bob', 'msg': 'hi'}\n`);
    fromServer(
      serverTexts.rejected.write({ offset: 66, reason: "write \" instead of ': this is how Python shows a dict." }),
    );
    fromClient("GET / HTTP/1.1\r\n\x1b[31m<img src=x onerror=alert(1)>\n");
    recorder.bytes("client", Uint8Array.of(0xff, 0xfe, 0x41));
  }
}

function serverMessage(to: string, msg: string): ChatMessage {
  return { from: { name: "SERVER", ip: "127.0.0.1" }, to, msg };
}

function send(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function refusedOf({ refused }: Connection): number {
  return Object.values(refused).reduce((sum, count) => sum + count, 0);
}

/** A server on which all is well. */
export function someNow(): Now {
  return {
    totals: {
      users: 31,
      connections: 33,
      joins: 40,
      leaves: { left: 7, "slow-reader": 1 },
      refusedConnections: 2,
      messagesIn: 1_200,
      bytesIn: 90_000,
      messagesOut: 33_000,
      bytesOut: 2_600_000,
      messagesLost: 0,
      refusedMessages: { "not-a-message": 12 },
      waitingBytes: 0,
      loopDelayMs: 3.2,
    },
    rssBytes: 91_000_000,
    cpuSeconds: 12.5,
    uptimeMs: 1_800_000,
    isReady: true,
    threads: 1,
    limits: { maxConnections: 19_872 },
    chat: { port: 65432, addresses: ["192.168.1.5"] },
  };
}

/** A connection without trouble. */
export function someConnection(number: number, name: string | null = `user${number}`): Connection {
  return {
    ...QUIET_CONNECTION,
    id: `loop.${number}`,
    name,
    ip: `10.0.${number >> 8}.${number & 255}`,
    ageMs: number * 1_000,
    messagesIn: number,
    bytesIn: number * 80,
    messagesOut: number * 30,
    bytesOut: number * 2_400,
    lastTrouble: null,
  };
}
