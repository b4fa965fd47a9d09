import type { Act } from "../control/act.ts";
import type { LoopControl } from "../control/loop-control.ts";
import { MAX_SANCTIONS, type Sanction, type SanctionId } from "../control/sanctions.ts";
import { Malformed } from "./border.ts";
import { inParallel } from "./concurrency.ts";
import { type NameRecords, parseSanctionRecord, type RecordChange, sanctionKey } from "./name-records.ts";
import { NAMES_IN_FLIGHT } from "./timing.ts";

/** The node that acts are carried out on. */
export interface ActingNode {
  readonly control: LoopControl;
  /** Counts something malformed from the broker that was dropped. */
  dropped(origin: string, reason: Malformed): void;
}

/** A ban or a mute that the log shows, whether or not it is over. */
interface LoggedSanction {
  readonly sanction: Sanction;
  readonly revision: number;
  /** Resolves with the connections of this node that it disconnected when it began. */
  readonly hits: Promise<number>;
}

/** An act that writes a ban or a mute. */
export type SanctionAct = Act & { readonly kind: "impose" | "lift" };

const NO_HITS = Promise.resolve(0);

/**
 * The bans and mutes of all nodes, as one session reads them in the log. A node imposes what the log shows, whoever has written it, and
 * nothing else: so the same ones hold everywhere, also on a node that comes later, whether or not the act itself reaches it.
 */
export class SanctionLog {
  readonly #records: Pick<NameRecords, "put" | "delete">;
  readonly #node: ActingNode;
  readonly #logged = new Map<string, LoggedSanction>();
  /** Bans whose turn to disconnect has not come. One after another, a flood of them visits all connections. */
  readonly #waiting = new Map<string, Promise<number>>();
  #lastVisit = NO_HITS;
  #isSweeping = false;

  constructor(records: Pick<NameRecords, "put" | "delete">, node: ActingNode) {
    this.#records = records;
    this.#node = node;
  }

  /** Writes a ban or a mute, or its end. Resolves with the revision that shows it; `null` when there is nothing to lift. */
  async write(act: SanctionAct): Promise<number | null> {
    const key = sanctionKey(act.sanction);
    const sanction = act.kind === "impose" ? act.sanction : this.#logged.get(key)?.sanction;
    if (!sanction) return null;
    // An end in the past has a revision to wait for. A deletion has none that the broker tells.
    return this.#records.put(key, JSON.stringify(act.kind === "impose" ? sanction : { ...sanction, endsAt: 0 }));
  }

  has(id: SanctionId): boolean {
    return this.#logged.has(sanctionKey(id));
  }

  /** Resolves with the connections of this node that a sanction disconnected when it began. */
  hitsOf(id: SanctionId): Promise<number> {
    return this.#logged.get(sanctionKey(id))?.hits ?? NO_HITS;
  }

  apply({ key, revision, value }: RecordChange): void {
    const { sanctions } = this.#node.control;
    const before = this.#logged.get(key);
    const sanction = value && this.#read(key, value);
    if (sanction) {
      // One that held already has kept out all whom it is for.
      const isNew = isInForce(sanction) && !sanctions.has(sanction);
      sanctions.add(sanction);
      this.#logged.set(key, { sanction, revision, hits: isNew ? this.#disconnect(key) : NO_HITS });
    } else if (before) {
      this.#logged.delete(key);
      sanctions.delete(before.sanction);
    }
  }

  /** Lifts what an earlier session of this node knew and the log does not show any more. */
  endFirstReading(): void {
    const { sanctions } = this.#node.control;
    for (const sanction of sanctions.list()) if (!this.has(sanction)) sanctions.delete(sanction);
  }

  /**
   * Deletes the records of sanctions that are over.
   *
   * @param isMine - tells which of the revisions are this node's part of the work of all
   */
  async sweep(isMine: (revision: number) => boolean): Promise<void> {
    if (this.#isSweeping) return;
    this.#isSweeping = true;
    const over = [...this.#logged].filter(([, { sanction, revision }]) => !isInForce(sanction) && isMine(revision));
    // A record that stays is deleted by the next sweep.
    await inParallel(NAMES_IN_FLIGHT, over, async ([key, { revision }]) => {
      await this.#records.delete(key, revision).catch(() => false);
    });
    this.#isSweeping = false;
  }

  /** Reads a sanction. Drops and counts a record that is none, or one too many. */
  #read(key: string, value: Uint8Array): Sanction | null {
    const sanction = parseSanctionRecord(key, value);
    if (sanction && (this.#logged.has(key) || this.#logged.size < MAX_SANCTIONS)) return sanction;
    this.#node.dropped(key, sanction ? Malformed.SanctionCount : Malformed.Sanction);
    return null;
  }

  /** Disconnects those whom a ban keeps out, unless it is lifted before its turn. */
  #disconnect(key: string): Promise<number> {
    const waiting = this.#waiting.get(key);
    if (waiting) return waiting;
    const hits = this.#lastVisit.then(() => {
      this.#waiting.delete(key);
      const sanction = this.#logged.get(key)?.sanction;
      return sanction && isInForce(sanction) ? this.#node.control.perform({ kind: "impose", sanction }) : 0;
    });
    this.#waiting.set(key, hits);
    this.#lastVisit = hits;
    return hits;
  }
}

function isInForce({ endsAt }: Sanction): boolean {
  return endsAt > Date.now();
}
