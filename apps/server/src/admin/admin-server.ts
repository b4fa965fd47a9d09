import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isIP } from "node:net";
import { hostname } from "node:os";
import { describe } from "@chat/command-line/describe";
import { z } from "zod";
import { type AdministeredServer, type AdminRoute, adminRoutes, HttpError } from "./admin-routes.ts";

/** Options of the admin port. */
export interface AdminServerOptions {
  /** Address or host name to listen on. */
  readonly host: string;
  readonly port: number;
  /** The token of those who may ask. */
  readonly token: string;
}

const MAX_CONNECTIONS = 64;

/** Requests without a right token that are answered in a second; more are cut off. */
const MAX_STRANGERS_PER_SECOND = 50;

const MAX_BODY_BYTES = 16_384;

/** Time in milliseconds for a request to come, and for an answer to be read on. */
const PATIENCE_MS = 10_000;

/** Of no answer may anything be kept, guessed or shown in another page. */
const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
} as const;

/**
 * Listens for those who run a chat server: its counts, its lists and its acts, over HTTP. What a stranger can cost is bounded;
 * see `adminRoutes` for what there is.
 */
export function openAdminServer(server: AdministeredServer, options: AdminServerOptions): Promise<Server> {
  const gate = new AdminGate(server, options);
  const http = createServer(
    { maxHeaderSize: 8_192, headersTimeout: PATIENCE_MS, requestTimeout: PATIENCE_MS, keepAliveTimeout: PATIENCE_MS },
    (request, response) => void gate.answer(request, response),
  );
  http.maxConnections = MAX_CONNECTIONS;
  http.on("clientError", (_error, socket) => socket.destroy());
  const { promise, resolve, reject } = Promise.withResolvers<Server>();
  http.once("error", reject);
  http.listen(options.port, options.host, () => resolve(http.unref()));
  return promise;
}

/** Lets requests in, or says why not. */
class AdminGate {
  readonly #server: AdministeredServer;
  readonly #hosts: ReadonlySet<string>;
  readonly #tokenHash: Buffer;
  readonly #running = new Map<AdminRoute, number>();
  #strangers = 0;
  #second = 0;

  constructor(server: AdministeredServer, { host, token }: AdminServerOptions) {
    this.#server = server;
    this.#hosts = new Set(["localhost", hostname().toLowerCase(), host.toLowerCase()]);
    this.#tokenHash = hash(`Bearer ${token}`);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    response.on("error", () => response.destroy());
    try {
      await this.#answer(request, response);
    } catch (error) {
      const status = error instanceof HttpError ? error.status : error instanceof RangeError ? 400 : 500;
      if (response.headersSent) return void response.destroy();
      if (status === 401) response.setHeader("WWW-Authenticate", "Bearer");
      // The rest of a refused body is not read.
      response.setHeader("Connection", "close");
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify({ error: error instanceof Error ? error.message : describe(error) }));
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = "", headers } = request;
    this.#checkHost(headers.host);
    const [path = ""] = url.split("?", 1);
    const route = Object.hasOwn(adminRoutes, path) ? adminRoutes[path] : undefined;
    if (!route?.isOpen && !this.#isKnown(headers.authorization)) this.#refuseStranger(request);
    if (!route)
      throw new HttpError(404, `There is no ${path.slice(0, 100)}: there are ${Object.keys(adminRoutes).join(", ")}.`);
    if (method !== route.method && !(method === "HEAD" && route.method === "GET")) {
      response.setHeader("Allow", route.method);
      throw new HttpError(405, `${path} takes ${route.method} alone.`);
    }
    const running = this.#running.get(route) ?? 0;
    if (running >= (route.maxAtOnce ?? MAX_CONNECTIONS)) throw new HttpError(503, `Too many ask for ${path} at once.`);
    this.#running.set(route, running + 1);
    response.setTimeout(path.endsWith("/log") ? 0 : PATIENCE_MS, () => response.destroy());
    try {
      await route.answer({ ...this.#server, response, readBody: (schema) => readBody(request, schema) });
    } finally {
      this.#running.set(route, (this.#running.get(route) ?? 1) - 1);
    }
  }

  /** A page of another site that the browser of an operator shows could ask under a name of its own. */
  #checkHost(given = ""): void {
    const host = given
      .replace(/:\d*$/, "")
      .replace(/^\[(.*)\]$/, "$1")
      .toLowerCase();
    if (isIP(host) !== 0 || this.#hosts.has(host)) return;
    throw new HttpError(
      421,
      `This is not ${host.slice(0, 100)}: ask for an address, localhost, or the name given as --admin-host.`,
    );
  }

  #isKnown(authorization = ""): boolean {
    return timingSafeEqual(hash(authorization), this.#tokenHash);
  }

  #refuseStranger(request: IncomingMessage): never {
    const second = Math.floor(performance.now() / 1_000);
    if (second !== this.#second) this.#strangers = 0;
    this.#second = second;
    this.#strangers += 1;
    if (this.#strangers > MAX_STRANGERS_PER_SECOND) request.destroy();
    throw new HttpError(401, "Send the token of this server: Authorization: Bearer <token>.");
  }
}

async function readBody<Schema extends z.ZodType>(request: IncomingMessage, schema: Schema): Promise<z.output<Schema>> {
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
    throw new HttpError(415, "Send JSON: Content-Type: application/json.");
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new HttpError(413, `Send at most ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  const parsed = schema.safeParse(parseJson(Buffer.concat(chunks).toString()));
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
