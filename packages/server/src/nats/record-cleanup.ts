import { displayText } from "@chat/protocol";
import type { Logger } from "../logger.ts";
import type { NameClaims } from "./name-claims.ts";
import { type NameRecords, nodeKey } from "./name-records.ts";
import type { LiveNode } from "./presence.ts";
import { NODE_TIMEOUT_MS } from "./timing.ts";
import { Tombstones } from "./tombstones.ts";

interface CleaningNode {
  readonly logger: Logger;
  /** Earlier sessions of this node: fencing them is not logged. */
  readonly formerSessions: ReadonlySet<string>;
}

/**
 * Removes records that are of no use any more: keys of silent nodes, names of sessions that have gone, and tombstones. The
 * nodes share this work without a message: each computes its part from the sessions that live. Two nodes may disagree for a
 * moment, which does no harm: all of this work may be left undone or done twice.
 */
export class RecordCleanup {
  readonly #session: string;
  readonly #records: NameRecords;
  readonly #claims: NameClaims;
  readonly #node: CleaningNode;
  readonly #tombstones: Tombstones;
  /** Sessions whose keys are being deleted. */
  readonly #fencing = new Set<string>();
  /** Position of this node among all, and the number of all. */
  #index = 0;
  #count = 1;

  constructor(session: string, records: NameRecords, claims: NameClaims, node: CleaningNode) {
    this.#session = session;
    this.#records = records;
    this.#claims = claims;
    this.#node = node;
    this.#tombstones = new Tombstones((revision) => records.compact(revision));
  }

  /** Divides the work among the live sessions. This node has its part even if its session is not among them. */
  shareAmong(sessions: readonly string[]): void {
    const others = sessions.filter((session) => session !== this.#session);
    this.#index = others.filter((session) => session < this.#session).length;
    this.#count = others.length + 1;
  }

  /** Notes that a key was deleted. Its tombstone may be this node's to remove. */
  noteDeleted(revision: number): void {
    if (this.isMine(revision)) this.#tombstones.add(revision);
  }

  compactDue(): Promise<void> {
    return this.#tombstones.compactDue();
  }

  /** Deletes this node's part of the names of sessions that have gone. A name left over is free to claim all the same. */
  cleanUpNames(keys: readonly string[]): Promise<void> {
    return this.#claims.cleanUp(keys.filter((_, number) => this.isMine(number)));
  }

  fenceSilent(nodes: Iterable<LiveNode>, now: number): void {
    for (const node of nodes) {
      if (node.session !== this.#session && now - node.seenAt >= NODE_TIMEOUT_MS) this.fence(node);
    }
  }

  /** Fences a session: deletes its key, so that its node can't rewrite it and the session is over. */
  async fence({ session, node, revision }: LiveNode): Promise<void> {
    if (this.#fencing.has(session)) return;
    this.#fencing.add(session);
    if (!this.#node.formerSessions.has(session)) {
      const fields = { event: "node-taken-out", node, session };
      this.#node.logger.info(fields, `NATS: node ${displayText(node)} has not been heard of: it is taken out`);
    }
    const isDeleted = await this.#records.delete(nodeKey(session), revision).catch(() => false);
    // The node has just rewritten its key, or the deletion may have failed: the next check decides again.
    if (!isDeleted) this.#fencing.delete(session);
  }

  forget(session: string): void {
    this.#fencing.delete(session);
  }

  /** Returns whether the work with this number is this node's. */
  isMine(number: number): boolean {
    return number % this.#count === this.#index;
  }
}
