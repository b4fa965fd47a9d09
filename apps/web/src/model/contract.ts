import type { ActRequestSchema, ConnectionWindow, SanctionSchema, TotalsSchema } from "@chat/server-app/admin-api";
import type { z } from "zod";

// What the admin port takes and answers, as types: the page takes no schema along.

export type {
  ActResult,
  ConnectionQuery,
  ConnectionSort,
  ConnectionWindow,
  Leave,
  LeaveQuery,
  LeaveWindow,
  Now,
} from "@chat/server-app/admin-api";
export type Totals = z.output<typeof TotalsSchema>;
export type Sanction = z.output<typeof SanctionSchema>;
export type ActRequest = z.input<typeof ActRequestSchema>;

/** One connection, with its last error in words. */
export type Connection = ConnectionWindow["rows"][number];
