import { visitInSlices } from "../timing/slice-queue.ts";
import type { ConnectionCounts } from "./counter-table.ts";

/** One connection of a server, for those who run it: who it is, what it did, and what went wrong. */
export interface ConnectionReport extends ConnectionCounts {
  /** Tells the connection apart from all others of the chat, on every thread and node, and from earlier ones. */
  readonly id: string;
  /** The user's name; `null` as long as there is none. */
  readonly name: string | null;
  /** The address of the peer, or of the client for which a trusted proxy connects. */
  readonly ip: string;
  /** The port of the peer, which tells apart the connections from one address; 0 when it is not known. */
  readonly port: number;
  /** Messages that wait to be written to it. */
  readonly waitingMessages: number;
  /** Bytes of them. */
  readonly waitingBytes: number;
  /**
   * Bytes so far of a message whose end does not come: its client has ended its side, has sent nothing more for two seconds, or has
   * begun another message inside it. 0 when there is none.
   */
  readonly unclosedBytes: number;
}

/** Numbers the connections of one event loop, so that no other connection of the chat has the same id. */
export class ConnectionIds {
  // Nobody gains by guessing it, so the start of the server need not wait for node:crypto.
  readonly #loop = Math.floor(Math.random() * 36 ** 8)
    .toString(36)
    .padStart(8, "0");
  #last = 0;

  next(): number {
    this.#last += 1;
    return this.#last;
  }

  /** Returns whether the id is one of this event loop. */
  has(id: string): boolean {
    return id.startsWith(`${this.#loop}.`);
  }

  write(number: number): string {
    return `${this.#loop}.${number}`;
  }
}

/** A connection that can be asked for its report. */
export interface ReportedConnection {
  readonly isGone: boolean;
  report(): ConnectionReport;
}

/** Collects the reports of connections in slices of a turn: however many there are, they hold nobody up. */
export async function collectReports(connections: Iterable<ReportedConnection>): Promise<ConnectionReport[]> {
  const reports: ConnectionReport[] = [];
  await visitInSlices(connections, (connection) => {
    if (!connection.isGone) reports.push(connection.report());
  });
  return reports;
}
