import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import type { ChatServer } from "@chat/server";
import { sortByTrouble, writeTableHead, writeTableRow } from "./connection-table.ts";
import type { ServerLog } from "./log-output.ts";
import type { Options } from "./options.ts";

/** Rows that are written in one turn of the event loop. */
const ROWS_PER_TURN = 100;

/**
 * Prints all connections, those with trouble first: as a table for people, or as one JSON object on each line. It is printed on
 * request, so no level of the log suppresses it.
 */
export class ConnectionPrinter {
  readonly #server: Pick<ChatServer, "connections">;
  readonly #format: Options["logFormat"];
  readonly #log: Pick<ServerLog, "flush">;
  readonly #stream: NodeJS.WritableStream;
  #isPrinting = false;

  constructor(
    server: Pick<ChatServer, "connections">,
    format: Options["logFormat"],
    log: Pick<ServerLog, "flush">,
    stream: NodeJS.WritableStream,
  ) {
    this.#server = server;
    this.#format = format;
    this.#log = log;
    this.#stream = stream;
  }

  /** Prints, unless it is printing already. */
  readonly print = async (): Promise<void> => {
    if (this.#isPrinting) return;
    this.#isPrinting = true;
    try {
      await this.#print();
    } finally {
      this.#isPrinting = false;
    }
  };

  async #print(): Promise<void> {
    const reports = sortByTrouble(await this.#server.connections());
    const isJson = this.#format === "json";
    const time = new Date().toISOString();
    if (!isJson) await this.#write(`\n${writeTableHead(reports)}`);
    for (let first = 0; first < reports.length; first += ROWS_PER_TURN) {
      const rows = reports.slice(first, first + ROWS_PER_TURN);
      await this.#write(rows.map(isJson ? (report) => writeEvent(report, time) : writeTableRow).join(""));
    }
    if (!isJson) await this.#write("\n");
    else await this.#write(writeEvent({ event: "connections", count: reports.length }, time));
  }

  /** Writes some rows, then waits for the next turn, and for the reader of the output if it is slow. */
  async #write(text: string): Promise<void> {
    this.#log.flush();
    // The reader may be gone for good. That ends the output, not the chat.
    if (!this.#stream.write(text)) await once(this.#stream, "drain").catch(() => undefined);
    await setImmediate();
  }
}

/** Writes a line as those of the log. */
function writeEvent(fields: object, time: string): string {
  return `${JSON.stringify({ level: "info", time, event: "connection", ...fields })}\n`;
}
