import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { PageResult } from "./run-result.ts";

/** Questions of an open page, and a few windows of long lists with searches that find much or nothing. */
const QUESTIONS = [
  "now",
  "connections?sort=trouble&limit=6",
  "leaves?limit=6",
  "connections?search=u1&sort=name&order=asc&offset=1000&limit=100",
  "connections?search=nobody&sort=waitingBytes&limit=250",
];

const EVERY_MS = 1_000;

/** An answer that does not come in this time counts as none, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Asks the admin port of one node what an open page asks, from its start on until it is stopped. */
export class PagePoll {
  readonly #address: string;
  readonly #tokenFile: string;
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;
  #asked = 0;
  #answered = 0;
  #slowestMs = 0;
  #largestBytes = 0;

  constructor(port: number, tokenFile: string) {
    this.#address = `http://127.0.0.1:${port}/api/v1/`;
    this.#tokenFile = tokenFile;
    this.#done = this.#askOnAndOn();
  }

  async stop(): Promise<PageResult> {
    this.#stop.abort();
    await this.#done;
    return {
      asked: this.#asked,
      answered: this.#answered,
      slowestMs: this.#slowestMs,
      largestBytes: this.#largestBytes,
    };
  }

  async #askOnAndOn(): Promise<void> {
    const headers = { Authorization: `Bearer ${readFileSync(this.#tokenFile, "utf8").trim()}` };
    while (!this.#stop.signal.aborted) {
      await Promise.all(QUESTIONS.map((question) => this.#ask(question, headers)));
      await pause(EVERY_MS);
    }
  }

  async #ask(question: string, headers: Readonly<Record<string, string>>): Promise<void> {
    const startedAt = performance.now();
    this.#asked += 1;
    try {
      const response = await fetch(this.#address + question, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
      const { byteLength } = await response.arrayBuffer();
      if (!response.ok) return;
      this.#answered += 1;
      this.#largestBytes = Math.max(this.#largestBytes, byteLength);
    } catch {
      // It counts as not answered.
    } finally {
      this.#slowestMs = Math.max(this.#slowestMs, performance.now() - startedAt);
    }
  }
}
