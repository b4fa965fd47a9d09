import { inParallel } from "./in-parallel.ts";
import { MARKER_LIFE_MS, MARKERS_AT_ONCE, MARKERS_IN_FLIGHT } from "./timing.ts";

interface Marker {
  readonly revision: number;
  /** In milliseconds of the monotonic clock. */
  readonly dueAt: number;
}

/**
 * What deleted keys leave behind: a marker each, so that everybody hears of it. All names that anybody ever had would pile
 * up, and every node that comes reads them all. When all nodes have read a marker it is erased, which nobody hears.
 */
export class Markers {
  readonly #erase: (revision: number) => Promise<void>;
  #markers: Marker[] = [];
  #isErasing = false;

  /** @param erase - makes the marker with a revision go; rejects when that could not be done */
  constructor(erase: (revision: number) => Promise<void>) {
    this.#erase = erase;
  }

  /** The log shows a marker that is this node's to erase. */
  add(revision: number): void {
    this.#markers.push({ revision, dueAt: performance.now() + MARKER_LIFE_MS });
  }

  /** Erases what is due, a limited number of them. */
  async sweep(): Promise<void> {
    const now = performance.now();
    if (this.#isErasing || !this.#markers[0] || this.#markers[0].dueAt > now) return;
    const due = this.#markers.slice(0, MARKERS_AT_ONCE).filter(({ dueAt }) => dueAt <= now);
    this.#markers = this.#markers.slice(due.length);
    this.#isErasing = true;
    // One that stays is read and erased by whoever comes next.
    await inParallel(MARKERS_IN_FLIGHT, due, ({ revision }) => this.#erase(revision).catch(() => undefined));
    this.#isErasing = false;
  }
}
