import type { ChatServer, ConnectionReport } from "@chat/server";
import type { ConnectionQuery, ConnectionSort, ConnectionWindow } from "./admin-api.ts";
import { ownTurn } from "./own-turn.ts";
import type { RecentEvents } from "./recent-events.ts";

/** Least age in milliseconds up to which a list of connections is shown again, and what each row adds: 10,000 are collected every 4 s. */
const MAX_AGE_MS = 1_000;
const MAX_AGE_MS_PER_ROW = 0.4;

/** Answers to different questions about the same list that are kept. */
const MAX_FOUND = 8;

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

/**
 * Lists, searches and sorts the connections for all who look at them: it asks the server once a second at
 * most, less often for more connections, and never twice at once.
 */
export class ConnectionList {
  readonly #server: ChatServer;
  readonly #recent: RecentEvents;
  #taken: readonly Row[] = [];
  /** The rows that were found in them, by the question: a page asks the same again and again. */
  readonly #found = new Map<string, Promise<readonly Row[]>>();
  #takenAt = Number.NEGATIVE_INFINITY;
  #taking: Promise<void> | null = null;

  constructor(server: ChatServer, recent: RecentEvents) {
    this.#server = server;
    this.#recent = recent;
  }

  /** Returns all connections. */
  async reports(): Promise<readonly ConnectionReport[]> {
    return (await this.#current()).map(({ report }) => report);
  }

  /** Returns the connections that match a query, from `offset` on. */
  async window(query: ConnectionQuery): Promise<ConnectionWindow> {
    const { search, sort, order, offset, limit } = query;
    const all = await this.#current();
    const key = JSON.stringify([sort, order, search]);
    if (!this.#found.has(key) && this.#found.size >= MAX_FOUND) this.#found.clear();
    const finding = this.#found.get(key) ?? this.#find(all, query);
    this.#found.set(key, finding);
    const matching = await finding;
    const rows = matching
      .slice(offset, offset + limit)
      .map(({ report }) => ({ ...report, lastTrouble: this.#recent.lastTrouble(report) }));
    const troubled = all.filter(({ trouble }) => trouble > 0).length;
    return { all: all.length, matching: matching.length, troubled, rows };
  }

  /** Returns the rows that match, in their order. */
  async #find(all: readonly Row[], { search, sort, order }: ConnectionQuery): Promise<readonly Row[]> {
    const wanted = search.toLowerCase();
    const matching: { readonly row: Row; readonly key: number | string }[] = [];
    await inTurns(all, (row) => {
      if (wanted === "" || this.#matches(row, search, wanted)) matching.push({ row, key: KEYS[sort](row) });
    });
    const sign = order === "asc" ? 1 : -1;
    matching.sort(({ key: a }, { key: b }) => (a === b ? 0 : a < b ? -sign : sign));
    return matching.map(({ row }) => row);
  }

  /** Returns the last connections that were collected, or collects them anew when they are too old. */
  async #current(): Promise<readonly Row[]> {
    const maxAgeMs = Math.max(MAX_AGE_MS, this.#taken.length * MAX_AGE_MS_PER_ROW);
    if (this.#taking || performance.now() - this.#takenAt >= maxAgeMs) {
      this.#taking ??= this.#take().finally(() => {
        this.#taking = null;
      });
      await this.#taking;
    }
    return this.#taken;
  }

  async #take(): Promise<void> {
    const takenAt = performance.now();
    const rows: Row[] = [];
    await inTurns(await this.#server.connections(), (report) => rows.push(toRow(report)));
    this.#taken = rows;
    this.#found.clear();
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
  const { name, refusedInARow, messagesLost, isSlowed, waitingBytes, unclosedBytes, ageMs } = report;
  let refused = 0;
  for (const count of Object.values(report.refused)) refused += count;
  const isNameless = name === null && ageMs >= NAMELESS_MS;
  // A message without its end swallows all that follows, so nothing of it is refused.
  const isHeldUp = isSlowed || isNameless || unclosedBytes > 0 || waitingBytes >= SLOW_READER_BYTES;
  // With whom something is wrong now stands above those with whom something was before.
  const now = Math.min(refusedInARow + (isHeldUp ? 1 : 0), 1_000) * 1e9;
  return { report, refused, trouble: now + refused + messagesLost };
}

/** Visits all items, some in each turn of the event loop: nobody in the chat is held up. */
async function inTurns<Item>(items: readonly Item[], visit: (item: Item) => void): Promise<void> {
  for (let first = 0; first < items.length; first += ROWS_PER_TURN) {
    await ownTurn();
    for (const item of items.slice(first, first + ROWS_PER_TURN)) visit(item);
  }
}
