import type { ActRequestSchema, ConnectionSchema, SanctionSchema, TotalsSchema } from "@chat/server-app/admin-api";
import type { z } from "zod";

// What the admin port answers, as types: the page takes no schema along.

export type Totals = z.output<typeof TotalsSchema>;
export type Sanction = z.output<typeof SanctionSchema>;
export type ActRequest = z.input<typeof ActRequestSchema>;
export type { ActResult } from "@chat/server-app/admin-api";

/** `GET /api/v1/now` */
export interface Now {
  readonly totals: Totals;
  readonly rssBytes: number;
  readonly cpuSeconds: number;
  readonly uptimeMs: number;
  readonly isReady: boolean;
  readonly threads: number;
  readonly limits: { readonly maxConnections: number };
  /** The address to which the class connects. */
  readonly chat: { readonly port: number; readonly addresses: readonly string[] };
}

/** One connection, with its last error in words. */
export type Connection = z.output<typeof ConnectionSchema> & { readonly lastTrouble: string | null };

/** `GET /api/v1/connections?…` */
export interface ConnectionsPage {
  /** Connections of the process. */
  readonly all: number;
  /** Those that match the search. */
  readonly matching: number;
  /** Those with refused messages. */
  readonly troubled: number;
  readonly rows: readonly Connection[];
}

export type SortKey = "trouble" | "name" | "ip" | "ageMs" | "messagesIn" | "messagesOut" | "refused" | "waitingBytes";

/** A part of the list of connections. */
export interface ConnectionsQuery {
  readonly search: string;
  readonly sort: SortKey;
  readonly order: "asc" | "desc";
  readonly offset: number;
  readonly limit: number;
}

/** Somebody who left: `GET /api/v1/leaves` answers with a list of them, the newest first. */
export interface Leave {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly name: string | null;
  readonly ip: string;
  readonly reason: string;
  /** The line of the log. */
  readonly line: string;
}
