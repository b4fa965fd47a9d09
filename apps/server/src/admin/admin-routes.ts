import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { ChatServer, LogEntry, SanctionOptions } from "@chat/server";
import type { z } from "zod";
import { findAddresses } from "../addresses.ts";
import { writeInTurn } from "../write-in-turn.ts";
import {
  type ActRequest,
  ActRequestSchema,
  type ActResult,
  ConnectionQuerySchema,
  JournalQuerySchema,
  LeaveQuerySchema,
  type Now,
} from "./admin-api.ts";
import { ConnectionList } from "./connection-list.ts";
import { METRICS_TYPE, writeMetrics } from "./metrics.ts";
import { ownTurn } from "./own-turn.ts";
import { RecentEvents } from "./recent-events.ts";
import { SharedTotals } from "./shared-totals.ts";

/** The server behind the admin port. */
export interface AdministeredServer {
  readonly server: ChatServer;
  /** Returns `false` while it stops, or can't reach the other nodes. */
  isReady(): boolean;
}

/** The server of an admin port, and the memory of its last events. */
export class AdminView implements AdministeredServer {
  readonly server: ChatServer;
  readonly isReady: () => boolean;
  readonly recent: RecentEvents;
  readonly connections: ConnectionList;
  readonly totals: SharedTotals<"metrics" | "totals" | "now">;

  constructor({ server, isReady }: AdministeredServer) {
    // Each stream of the log is one more listener.
    this.server = server.setMaxListeners(0);
    this.isReady = isReady;
    this.recent = new RecentEvents(server);
    this.connections = new ConnectionList(server, this.recent);
    this.totals = new SharedTotals(server, ["metrics", "totals", "now"]);
  }
}

/** A request that was let in. */
interface AdminRequest {
  readonly view: AdminView;
  readonly response: ServerResponse;
  /** True when something was asked for behind the path. */
  readonly hasQuery: boolean;
  readQuery<Schema extends z.ZodType>(schema: Schema): z.output<Schema>;
  /** Reads the body, of a `POST`. */
  readBody<Schema extends z.ZodType>(schema: Schema): Promise<z.output<Schema>>;
}

/** Something that the admin port answers. */
export interface AdminRoute {
  /** @default "GET" */
  readonly method?: "GET" | "POST";
  /** True for what needs no token. */
  readonly isOpen?: boolean;
  /** True for an answer that has no end. */
  readonly isStream?: boolean;
  /** Answers of this kind that may be written at once. */
  readonly maxAtOnce?: number;
  answer(request: AdminRequest): Promise<void> | void;
}

/** The reason why a request is not carried out, with the status of HTTP for it. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Rows of a list that are written in one turn of the event loop. */
const ROWS_PER_TURN = 100;

/** Age in milliseconds up to which totals are shown again: however many pages look, the threads are asked four times a second. */
const NOW_AGE_MS = 250;

/** Bytes that wait for the reader of a stream; one that reads more slowly is cut off, so that nobody takes a part for all. */
const MAX_STREAM_BYTES = 1_048_576;

/** Time between two empty lines of a stream in which nothing happens, in milliseconds. */
const STREAM_BEAT_MS = 15_000;

/** Every route, by its path. */
export const adminRoutes: { readonly [path: string]: AdminRoute } = {
  "/healthz": { isOpen: true, answer: ({ response }) => writeText(response, "ok\n") },
  "/readyz": {
    isOpen: true,
    answer: ({ response, view }) => {
      if (!view.isReady()) throw new HttpError(503, "not ready");
      writeText(response, "ready\n");
    },
  },
  "/metrics": {
    answer: async ({ response, view }) =>
      writeText(response, writeMetrics(await view.totals.read("metrics")), METRICS_TYPE),
  },
  "/api/v1/totals": { answer: async ({ response, view }) => writeJson(response, await view.totals.read("totals")) },
  "/api/v1/now": { answer: async ({ response, view }) => writeJson(response, await readNow(view)) },
  "/api/v1/leaves": {
    maxAtOnce: 4,
    answer: async ({ response, view, hasQuery, readQuery }) => {
      if (!hasQuery) return writeList(response, view.recent.leaves());
      writeJson(response, view.recent.window(readQuery(LeaveQuerySchema)));
    },
  },
  "/api/v1/users": { maxAtOnce: 4, answer: ({ response, view }) => writeList(response, view.server.users()) },
  "/api/v1/connections": {
    maxAtOnce: 8,
    answer: async ({ response, view, hasQuery, readQuery }) => {
      if (!hasQuery) return writeList(response, await view.connections.reports());
      writeJson(response, await view.connections.window(readQuery(ConnectionQuerySchema)));
    },
  },
  "/api/v1/sanctions": {
    maxAtOnce: 4,
    answer: ({ response, view }) => writeList(response, view.server.control.sanctions()),
  },
  "/api/v1/log": {
    isStream: true,
    maxAtOnce: 16,
    answer: ({ response, view }) => streamLog(response, view.server),
  },
  "/api/v1/journal": {
    isStream: true,
    maxAtOnce: 8,
    answer: ({ response, view, readQuery }) => streamJournal(response, view.server, readQuery(JournalQuerySchema).id),
  },
  "/api/v1/act": {
    method: "POST",
    maxAtOnce: 16,
    answer: async ({ response, view, readBody }) => {
      const request = await readBody(ActRequestSchema);
      writeJson(response, await act(view.server, request));
    },
  },
};

async function readNow({ server, isReady, totals }: AdminView): Promise<Now> {
  const { user, system } = process.cpuUsage();
  const { address, port } = server.address();
  const { onTheNetwork, onThisMachine } = findAddresses(address);
  return {
    totals: await totals.read("now", NOW_AGE_MS),
    rssBytes: process.memoryUsage.rss(),
    cpuSeconds: (user + system) / 1e6,
    uptimeMs: Math.round(process.uptime() * 1_000),
    isReady: isReady(),
    threads: server.threadCount,
    limits: { ...server.limits },
    chat: { port, addresses: [onTheNetwork, onThisMachine].filter((found) => found !== null) },
  };
}

async function act({ control }: ChatServer, request: ActRequest): Promise<ActResult> {
  const found = (isThere: boolean): ActResult => ({ hits: isThere ? 1 : 0, silent: [] });
  switch (request.act) {
    case "disconnect":
      return control.disconnect(request.whom, { reason: request.reason, by: request.by });
    case "ban":
      return control.ban(request.target, sanctionOptions(request));
    case "unban":
      return found(await control.unban(request.target, { by: request.by }));
    case "mute":
      return control.mute(request.name, sanctionOptions(request));
    case "unmute":
      return found(await control.unmute(request.name, { by: request.by }));
    case "announce":
      return control.announce(request.text, { by: request.by });
    case "tell":
      return control.sendTo(request.name, request.text, { by: request.by });
    case "affected":
      return { hits: 0, silent: [], users: control.affected(request.target) };
  }
}

/** No option of an act may be one that there is not. */
function sanctionOptions({ forMs, reason, by }: Required<SanctionOptions>): SanctionOptions {
  return { forMs, reason, by };
}

function writeText(response: ServerResponse, text: string, type = "text/plain; charset=utf-8"): void {
  response.setHeader("Content-Type", type).end(text);
}

function writeJson(response: ServerResponse, value: unknown): void {
  writeText(response, JSON.stringify(value), "application/json");
}

/** Writes a list as JSON, some rows in a turn of the loop, and no faster than it is read: nobody in the chat is held up. */
async function writeList(response: ServerResponse, rows: readonly unknown[]): Promise<void> {
  response.setHeader("Content-Type", "application/json");
  for (let first = 0; first < rows.length; first += ROWS_PER_TURN) {
    await ownTurn();
    if (response.destroyed) return;
    const part = rows.slice(first, first + ROWS_PER_TURN).map((row) => JSON.stringify(row));
    await writeInTurn(response, `${first === 0 ? "[" : ","}${part.join(",\n")}`);
  }
  response.end(rows.length === 0 ? "[]" : "]");
}

/** Writes each line of the log from now on. */
async function streamLog(response: ServerResponse, server: ChatServer): Promise<void> {
  const stream = new LineStream(response);
  const onEntry = (entry: LogEntry): void => stream.write(`${JSON.stringify(entry)}\n`);
  server.on("log", onEntry);
  await stream.closed;
  server.off("log", onEntry);
}

/** Writes the journal of a connection from now on, as long as there is one. */
async function streamJournal(response: ServerResponse, server: ChatServer, id: string): Promise<void> {
  const early: string[] = [];
  let write = (line: string): void => void early.push(line);
  const watch = await server.watch(id, (line) => write(line));
  if (!watch) throw new HttpError(404, "There is no connection of this id: it is gone, or of another node.");
  const stream = new LineStream(response);
  for (const line of early) stream.write(line);
  write = (line) => stream.write(line);
  await Promise.race([watch.ended, stream.closed]);
  watch.stop();
  response.end();
}

/** An answer that goes on line by line, until its reader goes or reads too slowly. */
class LineStream {
  readonly closed: Promise<void>;
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.setHeader("Content-Type", "application/x-ndjson").flushHeaders();
    if (response.req.method === "HEAD") response.end();
    const beat = setInterval(() => this.write("\n"), STREAM_BEAT_MS).unref();
    // A reader may have gone before this. An error is followed by `close`.
    const closed = response.destroyed ? Promise.resolve() : once(response, "close").catch(() => undefined);
    this.closed = closed.then(() => clearInterval(beat));
  }

  write(line: string): void {
    if (this.#response.writableEnded) return;
    this.#response.write(line);
    if (this.#response.writableLength > MAX_STREAM_BYTES) this.#response.destroy();
  }
}
