import { EndpointName } from "@chat/protocol";
import type { LoadClient } from "../generator/load-client.ts";
import { nowUs } from "../generator/monotonic-clock.ts";
import type { Workload } from "../generator/workload.ts";
import type { Random } from "./random.ts";

/** How often due heartbeats are looked for, in milliseconds. */
const TICK_MS = 5;

interface Beat {
  readonly client: LoadClient;
  readonly dueUs: number;
}

/** Each client asks for the time again and again, from the moment it has joined: the beats of a crowd are spread evenly. */
export class HeartbeatWorkload implements Workload {
  readonly #everyUs: number;
  readonly #random: Random;
  /** In the order in which they are due: every client has the same pause. */
  #beats: Beat[] = [];
  #first = 0;
  /** First beats, at a moment drawn for each. */
  #firstBeats: Beat[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(everyMs: number, random: Random) {
    this.#everyUs = everyMs * 1_000;
    this.#random = random;
    this.#timer = setInterval(() => this.#beatDue(), TICK_MS);
  }

  joined(client: LoadClient): void {
    this.#firstBeats.push({ client, dueUs: nowUs() + this.#random() * this.#everyUs });
  }

  begin(): void {
    // It has begun with the first client.
  }

  arrived(): void {
    // Nobody writes here.
  }

  answered(): void {
    // The next beat comes in its time.
  }

  gone(): void {
    // A client without a connection is passed over when its beat is due.
  }

  cease(): void {
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

  #beat({ client, dueUs }: Beat, now: number): void {
    if (!client.isJoined) return;
    client.ask("time", EndpointName.Time, Math.round(now - dueUs));
    this.#beats.push({ client, dueUs: now + this.#everyUs });
  }
}
