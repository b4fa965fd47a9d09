import type { RawClient, RawClientOptions } from "../load/raw-client.ts";
import type { Room } from "./room.ts";

/** The headers that each answer of the admin port has: no browser takes it for a page, keeps it, or shows it within another. */
const HEADERS = [
  "X-Content-Type-Options: nosniff\r",
  "Referrer-Policy: no-referrer\r",
  /^Content-Security-Policy: default-src '(?:none|self)'; frame-ancestors 'none'\r$/,
];

/** Header by which a page of another origin could read an answer. */
const FOR_OTHERS = /^Access-Control-/i;

/** Asks the admin port, and counts the answers by their status. */
export class AdminAnswers {
  readonly #room: Room;
  readonly #counts = new Map<string, number>();
  readonly #wrong: string[] = [];

  constructor(room: Room) {
    this.#room = room;
  }

  /** @param onLine - gets the lines of the body */
  ask(request: string, onLine: (line: string) => void = () => undefined, options?: RawClientOptions): RawClient {
    const client = this.#room.openAdmin(request, options);
    const head: string[] = [];
    let isBody = false;
    client.onLine = (line) => {
      if (isBody) return onLine(line);
      isBody = line === "\r";
      if (isBody) this.#take(head);
      else head.push(line);
    };
    return client;
  }

  /** The number of answers with this status. */
  count(status: number): number {
    return this.#counts.get(`${status}`) ?? 0;
  }

  /** Claims that there are answers, and of no other status than these. */
  claimStatus(...allowed: readonly number[]): void {
    const found = [...this.#counts].map(([status, count]) => `${status}: ${count}`).join(", ");
    const others = [...this.#counts.keys()].filter((status) => !allowed.includes(Number(status)));
    this.#room.claim(
      `the answers have the status ${allowed.join(" or ")} (${found})`,
      found !== "" && others.length === 0,
    );
    this.#room.claim(`no other page can use an answer (${this.#wrong[0] ?? ""})`, this.#wrong.length === 0);
  }

  #take(head: readonly string[]): void {
    const status = head[0]?.slice(9, 12) ?? "";
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + 1);
    const hasAll = HEADERS.every((header) =>
      head.some((line) => (typeof header === "string" ? line === header : header.test(line))),
    );
    if (!hasAll || head.some((line) => FOR_OTHERS.test(line))) this.#wrong.push(head.join(" "));
  }
}
