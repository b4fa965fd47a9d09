import { EndpointName } from "@chat/protocol";
import type { LoadClient } from "../generator/load-client.ts";
import { nowUs } from "../generator/monotonic-clock.ts";
import type { LoadPlan, Workload } from "../generator/workload.ts";
import { type Random, seedRandom } from "./random.ts";

/** Interval at which due heartbeats are looked for, in milliseconds. */
const TICK_MS = 5;

interface Beat {
  readonly client: LoadClient;
  readonly dueUs: number;
}

/** Lets each client ask for the time again and again from the moment it has joined, evenly spread over all clients. */
export class HeartbeatWorkload implements Workload {
  readonly #everyUs: number;
  readonly #random: Random;
  /** In the order in which they are due: every client has the same pause. */
  #beats: Beat[] = [];
  #first = 0;
  /** First beats, at a moment drawn for each. */
  #firstBeats: Beat[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(everyMs: number, { seed, worker }: Pick<LoadPlan, "seed" | "worker">) {
    this.#everyUs = everyMs * 1_000;
    this.#random = seedRandom(seed + worker);
    this.#timer = setInterval(() => this.#beatDue(), TICK_MS);
  }

  onJoined(client: LoadClient): void {
    this.#firstBeats.push({ client, dueUs: nowUs() + this.#random() * this.#everyUs });
  }

  start(): void {
    // The first client that joins has started it.
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beatDue(): void {
    const now = nowUs();
    const due = this.#firstBeats.filter(({ dueUs }) => dueUs <= now);
    if (due.length > 0) this.#firstBeats = this.#firstBeats.filter(({ dueUs }) => dueUs > now);
    for (const beat of due) this.#beat(beat, now);
    for (let beat = this.#beats[this.#first]; beat && beat.dueUs <= now; beat = this.#beats[this.#first]) {
      this.#first += 1;
      this.#beat(beat, now);
    }
    if (this.#first > this.#beats.length / 2) {
      this.#beats = this.#beats.slice(this.#first);
      this.#first = 0;
    }
  }

  /** Passes over a client without a connection. */
  #beat({ client, dueUs }: Beat, now: number): void {
    if (!client.isJoined) return;
    client.ask("time", EndpointName.Time, Math.round(now - dueUs));
    this.#beats.push({ client, dueUs: now + this.#everyUs });
  }
}
