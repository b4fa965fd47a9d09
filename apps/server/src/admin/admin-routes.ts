import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { ChatServer, LogEntry } from "@chat/server";
import type { z } from "zod";
import { writeInTurn } from "../write-in-turn.ts";
import { type ActRequest, ActRequestSchema, type ActResult } from "./admin-api.ts";
import { METRICS_TYPE, writeMetrics } from "./metrics.ts";

/** The server behind the admin port. */
export interface AdministeredServer {
  readonly server: ChatServer;
  /** Returns `false` while it stops, or can't reach the other nodes. */
  isReady(): boolean;
}

/** A request that was let in. */
interface AdminRequest extends AdministeredServer {
  readonly response: ServerResponse;
  /** Reads the body, of a `POST`. */
  readBody<Schema extends z.ZodType>(schema: Schema): Promise<z.output<Schema>>;
}

/** Something that the admin port answers. */
export interface AdminRoute {
  readonly method: "GET" | "POST";
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

/** Bytes that wait for the reader of a stream; one that reads more slowly is cut off, so that nobody takes a part for all. */
const MAX_STREAM_BYTES = 1_048_576;

/** Time between two empty lines of a stream in which nothing happens, in milliseconds. */
const STREAM_BEAT_MS = 15_000;

/** Every route, by its path. */
export const adminRoutes: { readonly [path: string]: AdminRoute } = {
  "/healthz": { method: "GET", isOpen: true, answer: ({ response }) => writeText(response, "ok\n") },
  "/readyz": {
    method: "GET",
    isOpen: true,
    answer: ({ response, isReady }) => {
      if (!isReady()) throw new HttpError(503, "not ready");
      writeText(response, "ready\n");
    },
  },
  "/metrics": {
    method: "GET",
    answer: async ({ response, server }) => writeText(response, writeMetrics(await server.totals()), METRICS_TYPE),
  },
  "/api/v1/totals": {
    method: "GET",
    answer: async ({ response, server }) => writeJson(response, await server.totals()),
  },
  "/api/v1/users": {
    method: "GET",
    maxAtOnce: 4,
    answer: ({ response, server }) => writeList(response, server.users()),
  },
  "/api/v1/connections": {
    method: "GET",
    maxAtOnce: 4,
    answer: async ({ response, server }) => writeList(response, await server.connections()),
  },
  "/api/v1/sanctions": {
    method: "GET",
    maxAtOnce: 4,
    answer: ({ response, server }) => writeList(response, server.control.sanctions()),
  },
  "/api/v1/log": {
    method: "GET",
    maxAtOnce: 16,
    isStream: true,
    answer: ({ response, server }) => streamLog(response, server),
  },
  "/api/v1/act": {
    method: "POST",
    maxAtOnce: 16,
    answer: async ({ response, server, readBody }) => {
      const request = await readBody(ActRequestSchema);
      writeJson(response, await act(server, request));
    },
  },
};

async function act({ control }: ChatServer, request: ActRequest): Promise<ActResult> {
  const found = (isThere: boolean): ActResult => ({ hits: isThere ? 1 : 0, silent: [] });
  switch (request.act) {
    case "disconnect": {
      const { whom, reason, by } = request;
      return control.disconnect(whom, { reason, by });
    }
    case "ban": {
      const { target, forMs, reason, by } = request;
      return control.ban(target, { forMs, reason, by });
    }
    case "unban":
      return found(await control.unban(request.target, { by: request.by }));
    case "mute": {
      const { name, forMs, reason, by } = request;
      return control.mute(name, { forMs, reason, by });
    }
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

function writeText(response: ServerResponse, text: string, type = "text/plain; charset=utf-8"): void {
  response.setHeader("Content-Type", type).end(text);
}

function writeJson(response: ServerResponse, value: unknown): void {
  writeText(response, JSON.stringify(value), "application/json");
}

/** Writes a list as JSON, some rows in a turn of the loop, and no faster than it is read: nobody in the chat is held up. */
async function writeList(response: ServerResponse, rows: readonly unknown[]): Promise<void> {
  response.setHeader("Content-Type", "application/json");
  for (let first = 0; first < rows.length && !response.destroyed; first += ROWS_PER_TURN) {
    const part = rows.slice(first, first + ROWS_PER_TURN).map((row) => JSON.stringify(row));
    await writeInTurn(response, `${first === 0 ? "[" : ","}${part.join(",\n")}`);
  }
  response.end(rows.length === 0 ? "[]" : "]");
}

/** Writes each line of the log from now on, until the reader goes or reads too slowly. */
async function streamLog(response: ServerResponse, server: ChatServer): Promise<void> {
  const write = (line: string): void => {
    response.write(line);
    if (response.writableLength > MAX_STREAM_BYTES) response.destroy();
  };
  const onEntry = (entry: LogEntry): void => write(`${JSON.stringify(entry)}\n`);
  response.setHeader("Content-Type", "application/x-ndjson").flushHeaders();
  if (response.req.method === "HEAD") return void response.end();
  const beat = setInterval(write, STREAM_BEAT_MS, "\n").unref();
  server.on("log", onEntry);
  // An error is followed by `close`.
  await once(response, "close").catch(() => undefined);
  server.off("log", onEntry);
  clearInterval(beat);
}
