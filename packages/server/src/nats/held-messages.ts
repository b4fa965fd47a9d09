import { LEASE_MS, MAX_HELD_BYTES, MAX_UNKNOWN_HELD_BYTES, MAX_UNKNOWN_HELD_SESSIONS } from "./timing.ts";

/** An envelope or shout that waits until this node has read as much of the log as its sender had. */
interface HeldMessage {
  readonly revision: number;
  /** When it came, in milliseconds of the monotonic clock. */
  readonly since: number;
  readonly bytes: number;
  readonly handle: () => void;
}

/**
 * The messages that wait for the log, in a queue for each session: one that claims to be far ahead of the log holds up its own
 * session alone.
 */
export class HeldMessages {
  readonly #queues = new Map<string, HeldMessage[]>();
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#queues.size === 0;
  }

  has(session: string): boolean {
    return this.#queues.has(session);
  }

  /** Adds a message behind those of its session. Returns `false` when there is no room for it. */
  add(session: string, isLive: boolean, revision: number, bytes: number, handle: () => void): boolean {
    if (!this.#hasRoom(session, isLive, bytes)) return false;
    const queue = this.#queues.get(session) ?? [];
    this.#queues.set(session, queue);
    queue.push({ revision, since: performance.now(), bytes, handle });
    this.#bytes += bytes;
    return true;
  }

  /** Removes what has waited for as long as a lease. */
  dropOverdue(now: number): void {
    this.#take(({ since }) => now - since >= LEASE_MS);
  }

  /** Removes the messages whose time has come, each with all before it of the same session. */
  takeDue(isDue: (revision: number) => boolean): HeldMessage[] {
    return this.#take(({ revision }) => isDue(revision));
  }

  #hasRoom(session: string, isLive: boolean, bytes: number): boolean {
    if (isLive) return this.#bytes + bytes <= MAX_HELD_BYTES;
    if (this.#bytes + bytes > MAX_UNKNOWN_HELD_BYTES) return false;
    return this.has(session) || this.#queues.size < MAX_UNKNOWN_HELD_SESSIONS;
  }

  /** Removes messages from the front of each queue, as long as they are to go. */
  #take(isToGo: (message: HeldMessage) => boolean): HeldMessage[] {
    const taken: HeldMessage[] = [];
    for (const [session, queue] of this.#queues) {
      const count = queue.findIndex((message) => !isToGo(message));
      if (count === -1) this.#queues.delete(session);
      taken.push(...queue.splice(0, count === -1 ? queue.length : count));
    }
    for (const { bytes } of taken) this.#bytes -= bytes;
    // In the order in which they came.
    return taken.sort((one, other) => one.since - other.since);
  }
}
