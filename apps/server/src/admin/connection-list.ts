import { setImmediate } from "node:timers/promises";
import type { ChatServer, ConnectionReport } from "@chat/server";
import type { ConnectionQuery, ConnectionSort, ConnectionWindow } from "./admin-api.ts";
import type { RecentEvents } from "./recent-events.ts";

/** Age in milliseconds up to which a list of connections is shown again. */
const MAX_AGE_MS = 1_000;

/** Rows that are looked at in one turn of the event loop. */
const ROWS_PER_TURN = 1_000;

/** Bytes that wait for a client from which on it counts as a slow reader. */
const SLOW_READER_BYTES = 65_536;

/** Time in milliseconds after which a client without a name counts as one in trouble. */
const NAMELESS_MS = 5_000;

/** A connection, with what it is sorted by. */
interface Row {
  readonly report: ConnectionReport;
  /** 0 for a connection that behaves well. */
  readonly trouble: number;
  readonly refused: number;
}

const KEYS: { readonly [Sort in ConnectionSort]: (row: Row) => number | string } = {
  trouble: ({ trouble }) => trouble,
  name: ({ report }) => report.name?.toLowerCase() ?? "\uffff",
  // Digits of one width: 10.0.0.9 comes before 10.0.0.10.
  ip: ({ report }) => report.ip.replace(/\d+/g, (digits) => digits.padStart(3, "0")),
  ageMs: ({ report }) => report.ageMs,
  messagesIn: ({ report }) => report.messagesIn,
  messagesOut: ({ report }) => report.messagesOut,
  refused: ({ refused }) => refused,
  waitingBytes: ({ report }) => report.waitingBytes,
};

/** Searches and sorts the connections for all who look at them: it asks the server once a second at most, and never twice at once. */
export class ConnectionList {
  readonly #server: ChatServer;
  readonly #recent: RecentEvents;
  #rows: readonly Row[] = [];
  #takenAt = Number.NEGATIVE_INFINITY;
  #taking: Promise<void> | null = null;

  constructor(server: ChatServer, recent: RecentEvents) {
    this.#server = server;
    this.#recent = recent;
  }

  /** Returns the connections that match a query, from `offset` on. */
  async window({ search, sort, order, offset, limit }: ConnectionQuery): Promise<ConnectionWindow> {
    if (this.#taking || performance.now() - this.#takenAt >= MAX_AGE_MS) {
      this.#taking ??= this.#take().finally(() => {
        this.#taking = null;
      });
      await this.#taking;
    }
    const rows = this.#rows;
    const wanted = search.toLowerCase();
    const matching: { readonly row: Row; readonly key: number | string }[] = [];
    let troubled = 0;
    await inTurns(rows, (row) => {
      if (row.trouble > 0) troubled += 1;
      if (wanted === "" || this.#matches(row, search, wanted)) matching.push({ row, key: KEYS[sort](row) });
    });
    const sign = order === "asc" ? 1 : -1;
    matching.sort(({ key: a }, { key: b }) => (a === b ? 0 : a < b ? -sign : sign));
    const shown = matching
      .slice(offset, offset + limit)
      .map(({ row: { report } }) => ({ ...report, lastTrouble: this.#recent.lastTrouble(report) }));
    return { all: rows.length, matching: matching.length, troubled, rows: shown };
  }

  async #take(): Promise<void> {
    const takenAt = performance.now();
    const reports = await this.#server.connections();
    const rows: Row[] = [];
    await inTurns(reports, (report) => rows.push(toRow(report)));
    this.#rows = rows;
    this.#takenAt = takenAt;
  }

  /** Returns whether a text is the id of a connection, or in small letters a part of what it is found by. */
  #matches({ report }: Row, search: string, wanted: string): boolean {
    const { id, name, ip, port } = report;
    const text = `${name ?? ""} ${ip}:${port} ${this.#recent.lastTrouble(report) ?? ""}`;
    return id === search || text.toLowerCase().includes(wanted);
  }
}

function toRow(report: ConnectionReport): Row {
  const { name, refusedInARow, messagesLost, isSlowed, waitingBytes, ageMs } = report;
  let refused = 0;
  for (const count of Object.values(report.refused)) refused += count;
  const isNameless = name === null && ageMs >= NAMELESS_MS;
  const isWrong = isSlowed || isNameless || waitingBytes >= SLOW_READER_BYTES;
  // Whose messages are refused now stands above those with whom something was wrong before.
  const now = Math.min(refusedInARow, 1_000) * 1e9;
  return { report, refused, trouble: now + refused + messagesLost + (isWrong ? 1 : 0) };
}

/** Visits all items, some in each turn of the event loop: nobody in the chat is held up. */
async function inTurns<Item>(items: readonly Item[], visit: (item: Item) => void): Promise<void> {
  for (let first = 0; first < items.length; first += ROWS_PER_TURN) {
    if (first > 0) await setImmediate();
    for (const item of items.slice(first, first + ROWS_PER_TURN)) visit(item);
  }
}
