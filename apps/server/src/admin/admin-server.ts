import { createHash, timingSafeEqual } from "node:crypto";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer, isIP, type Server } from "node:net";
import { hostname } from "node:os";
import type { Duplex } from "node:stream";
import { describe } from "@chat/command-line/describe";
import * as z from "zod";
import { AdminConnection } from "./admin-connection.ts";
import { type AdministeredServer, type AdminRoute, AdminView, adminRoutes, HttpError } from "./admin-routes.ts";
import { PAGE_FOLDER, readPageRoutes } from "./page-routes.ts";

/** Options of the admin port. */
export interface AdminServerOptions {
  /** Address or host name to listen on. */
  readonly host: string;
  readonly port: number;
  /** The token of those who may ask. */
  readonly token: string;
  /**
   * Folder of the page.
   * @default the one that is built beside the command
   */
  readonly pageFolder?: string;
}

const MAX_CONNECTIONS = 64;

/** Connections, each for one request, that are taken in a second; more are cut off. */
const MAX_CONNECTIONS_PER_SECOND = 100;

const MAX_BODY_BYTES = 16_384;

/** Of no answer may anything be kept, guessed or shown in another page. */
const HEADERS = {
  Connection: "close",
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
} as const;

/**
 * Listens for those who run a chat server: its counts, its lists and its acts, over HTTP. What a stranger can cost is bounded;
 * see `adminRoutes` for what there is.
 */
export async function openAdminServer(server: AdministeredServer, options: AdminServerOptions): Promise<Server> {
  const page = await readPageRoutes(options.pageFolder ?? PAGE_FOLDER);
  const view = new AdminView(server);
  const gate = new AdminGate(view, page, options);
  const http = createHttpServer({ maxHeaderSize: 8_192 });
  const answer = (request: IncomingMessage, response: ServerResponse) => void gate.answer(request, response);
  http.on("request", answer).on("checkContinue", answer);
  http.on("clientError", (_error, connection) => connection.destroy());
  const sockets = createServer({ allowHalfOpen: true }, (socket) => {
    if (gate.hasRoom()) http.emit("connection", new AdminConnection(socket));
    else socket.destroy();
  });
  sockets.maxConnections = MAX_CONNECTIONS;
  const { promise, resolve, reject } = Promise.withResolvers<Server>();
  sockets.once("close", () => view.recent.close());
  sockets.once("error", (error) => {
    view.recent.close();
    reject(error);
  });
  sockets.listen(options.port, options.host, () => resolve(sockets.unref()));
  return promise;
}

/** Lets requests in, or says why not. */
class AdminGate {
  readonly #view: AdminView;
  readonly #page: ReadonlyMap<string, AdminRoute>;
  readonly #hosts: ReadonlySet<string>;
  readonly #tokenHash: Buffer;
  readonly #running = new Map<AdminRoute, number>();
  #second = 0;
  #taken = 0;

  constructor(view: AdminView, page: ReadonlyMap<string, AdminRoute>, { host, token }: AdminServerOptions) {
    this.#view = view;
    this.#page = page;
    this.#hosts = new Set(["localhost", hostname().toLowerCase(), host.toLowerCase()]);
    this.#tokenHash = hash(`Bearer ${token}`);
  }

  /** Counts a connection; returns `false` when there were too many in this second. */
  hasRoom(): boolean {
    const second = Math.floor(performance.now() / 1_000);
    this.#taken = second === this.#second ? this.#taken + 1 : 1;
    this.#second = second;
    return this.#taken <= MAX_CONNECTIONS_PER_SECOND;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!connectionOf(request).takeRequest()) return;
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    response.on("error", () => response.destroy());
    try {
      await this.#answer(request, response);
    } catch (error) {
      const status = error instanceof HttpError ? error.status : error instanceof RangeError ? 400 : 500;
      if (response.headersSent) return void response.destroy();
      if (status === 401) response.setHeader("WWW-Authenticate", "Bearer");
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify({ error: error instanceof Error ? error.message : describe(error) }));
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = "" } = request;
    this.#checkHost(onlyOne(request, "host"));
    const [path = "", query = ""] = url.split(/\?(.*)/s, 2);
    const route = Object.hasOwn(adminRoutes, path) ? adminRoutes[path] : this.#page.get(path);
    if (!route?.isOpen && !this.#isKnown(onlyOne(request, "authorization"))) {
      throw new HttpError(401, "Send the token of this server: Authorization: Bearer <token>.");
    }
    if (!route)
      throw new HttpError(404, `There is no ${path.slice(0, 100)}: there are ${Object.keys(adminRoutes).join(", ")}.`);
    const { method: taken = "GET" } = route;
    if (method !== taken && !(method === "HEAD" && taken === "GET")) {
      response.setHeader("Allow", taken);
      throw new HttpError(405, `${path} takes ${taken} alone.`);
    }
    const running = this.#running.get(route) ?? 0;
    if (running >= (route.maxAtOnce ?? MAX_CONNECTIONS)) throw new HttpError(503, `Too many ask for ${path} at once.`);
    this.#running.set(route, running + 1);
    try {
      if (method !== "POST") connectionOf(request).beginAnswer(route);
      await route.answer({
        view: this.#view,
        response,
        hasQuery: query !== "",
        readQuery: (schema) => check(schema, Object.fromEntries(new URLSearchParams(query))),
        readBody: (schema) => readBody(request, response, schema),
      });
    } finally {
      this.#running.set(route, (this.#running.get(route) ?? 1) - 1);
    }
  }

  /** A page of another site that the browser of an operator shows could ask under a name of its own. */
  #checkHost(given: string): void {
    const host = given
      .replace(/:\d*$/, "")
      .replace(/^\[(.*)\]$/, "$1")
      .toLowerCase();
    if (isIP(host) !== 0 || this.#hosts.has(host)) return;
    throw new HttpError(
      421,
      `This is not ${host.slice(0, 100) || "a host without a name"}: ask for an address, localhost, or the name given as --admin-host.`,
    );
  }

  #isKnown(authorization: string): boolean {
    return timingSafeEqual(hash(authorization.replace(/^bearer +/i, "Bearer ")), this.#tokenHash);
  }
}

function connectionOf(request: IncomingMessage): AdminConnection {
  return request.socket as Duplex as AdminConnection;
}

/** Returns the value of a header. Of two, somebody before this server may have looked at the other one. */
function onlyOne({ headersDistinct }: IncomingMessage, name: string): string {
  const [value = "", ...others] = headersDistinct[name] ?? [];
  if (others.length > 0) throw new HttpError(400, `Send one header ${name}.`);
  return value;
}

async function readBody<Schema extends z.ZodType>(
  request: IncomingMessage,
  response: ServerResponse,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (!/^application\/json *(;|$)/i.test(request.headers["content-type"] ?? "")) {
    throw new HttpError(415, "Send JSON: Content-Type: application/json.");
  }
  if (request.headers.expect) response.writeContinue();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new HttpError(413, `Send at most ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  connectionOf(request).beginAnswer({});
  return check(schema, parseJson(Buffer.concat(chunks).toString()));
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HttpError(400, z.prettifyError(parsed.error));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HttpError(400, `The body is no JSON: ${(error as Error).message}`);
  }
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
