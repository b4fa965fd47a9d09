import { setTimeout as pause } from "node:timers/promises";
import { adminRequest } from "../load/admin-request.ts";
import { until } from "../load/concurrency.ts";
import type { RawClient, RawClientOptions } from "../load/raw-client.ts";
import type { Room } from "./room.ts";

/** The headers that each answer of the admin port has: no browser takes it for a page, keeps it, or shows it within another. */
const HEADERS = [
  /^X-Content-Type-Options: nosniff\r$/,
  /^Referrer-Policy: no-referrer\r$/,
  /^Content-Security-Policy: default-src '(?:none|self)'; frame-ancestors 'none'\r$/,
];

/** Header by which a page of another origin could read an answer. */
const FOR_OTHERS = /^Access-Control-/i;

/** The time that the server has to answer those who run it, in milliseconds, and the interval between two attempts. */
const DEADLINE_MS = 60_000;
const ASK_EVERY_MS = 200;

/** The port for those who run the server, as attackers use it. It counts the answers by their status. */
export class AdminPort {
  readonly #room: Room;
  readonly #counts = new Map<string, number>();
  readonly #wrong: string[] = [];

  constructor(room: Room) {
    this.#room = room;
  }

  /** Connects, and writes these bytes if there are any. */
  open(firstBytes?: string, options?: RawClientOptions): RawClient {
    return this.#room.open(firstBytes, options, this.#room.target.adminPort);
  }

  /** Writes a request of those who run the server; with a body it is an act. */
  request(path: string, body?: string): string {
    return adminRequest(this.#room.target, path, body);
  }

  /** @param onLine - gets the lines of the body */
  ask(request: string, onLine: (line: string) => void = () => undefined, options?: RawClientOptions): RawClient {
    const client = this.open(request, options);
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

  /** Asks with one of these after the other, so often a second, until the attack is over. Every `slowEach`th hardly reads. */
  async askInTurns(perSecond: number, requests: readonly string[], slowEach = Number.POSITIVE_INFINITY): Promise<void> {
    await this.#room.takeTurns(perSecond, requests, (request, count) => {
      this.ask(request, undefined, (count + 1) % slowEach === 0 ? { bytesPerSecond: 1_000 } : {});
    });
  }

  /** The number of answers with this status. */
  count(status: number): number {
    return this.#counts.get(`${status}`) ?? 0;
  }

  /** Claims that there are answers, and of no other status than these. */
  claimStatus(...allowed: readonly number[]): void {
    const found = [...this.#counts].map(([status, count]) => `${status}: ${count}`).join(", ");
    const isMet = found !== "" && [...this.#counts.keys()].every((status) => allowed.includes(Number(status)));
    this.#room.claim(`the answers have the status ${allowed.join(" or ")} (${found})`, isMet);
    this.#room.claim(`no other page can use an answer (${this.#wrong[0] ?? ""})`, this.#wrong.length === 0);
  }

  /** Claims that those who run the server can still ask for its metrics: strangers may have used up this second. */
  async claimAnswers(): Promise<void> {
    const endAt = performance.now() + DEADLINE_MS;
    const later = new AdminPort(this.#room);
    while (later.count(200) === 0 && performance.now() < endAt) {
      const client = later.ask(this.request("/metrics"));
      await until(() => client.isClosed || later.count(200) > 0, DEADLINE_MS);
      await pause(ASK_EVERY_MS);
    }
    this.#room.claim("the admin port answers", later.count(200) > 0);
  }

  #take(head: readonly string[]): void {
    const status = head[0]?.slice(9, 12) ?? "";
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + 1);
    const hasAll = HEADERS.every((header) => head.some((line) => header.test(line)));
    if (!hasAll || head.some((line) => FOR_OTHERS.test(line))) this.#wrong.push(head.join(" "));
  }
}
