import { DisconnectReason, TroubleKind } from "@chat/server";
import * as z from "zod";

// What the admin port takes and answers, as schemas: `POST /api/v1/act` takes an ActRequest, and answers with an ActResult.

const count = z.number().int().nonnegative();
const counts = <Word extends string>(words: { readonly [name: string]: Word }) =>
  z.partialRecord(z.enum(Object.values(words) as [Word, ...Word[]]), count);

/** A user who is online: `GET /api/v1/users` answers with a list of them. */
export const UserSchema = z.object({ name: z.string(), ip: z.string() });

/**
 * A connection of this process: `GET /api/v1/connections` answers with a list of them. They are those of a moment that is at most a
 * second ago, with 10,000 of them four.
 */
export const ConnectionSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  ip: z.string(),
  port: count,
  ageMs: count,
  isFramed: z.boolean(),
  messagesIn: count,
  bytesIn: count,
  messagesOut: count,
  bytesOut: count,
  messagesLost: count,
  refused: counts(TroubleKind),
  refusedInARow: count,
  slowedMs: count,
  isSlowed: z.boolean(),
  waitingMessages: count,
  waitingBytes: count,
  unclosedBytes: count,
});

/** The part of a long list that is wanted. */
const part = {
  order: z.enum(["asc", "desc"]).default("desc"),
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(250).default(100),
};

/** The size of a long list, and of what is of interest in it. */
const sizes = {
  all: count,
  /** Those that match the search. */
  matching: count,
  /** Those of all with whom something is or was wrong. */
  troubled: count,
};

/** The order of `GET /api/v1/connections?…`: `trouble` has those first with whom something is wrong. */
const ConnectionSortSchema = z.enum([
  "trouble",
  "name",
  "ip",
  "ageMs",
  "messagesIn",
  "messagesOut",
  "refused",
  "waitingBytes",
]);
export type ConnectionSort = z.infer<typeof ConnectionSortSchema>;

/** The query of `GET /api/v1/connections?…`. Without any it answers with the whole list. */
export const ConnectionQuerySchema = z.strictObject({
  /** A part of the name, the address or the last trouble; or the whole id. */
  search: z.string().max(100).default(""),
  sort: ConnectionSortSchema.default("trouble"),
  ...part,
});
export type ConnectionQuery = z.output<typeof ConnectionQuerySchema>;

/** The answer to it. */
export const ConnectionWindowSchema = z.object({
  ...sizes,
  /**
   * Those that match, from the offset on. `lastTrouble` is the last trouble of a user that was logged, in words, with how to mend it if
   * that is known.
   */
  rows: z.array(ConnectionSchema.extend({ lastTrouble: z.string().nullable() })),
});
export type ConnectionWindow = z.infer<typeof ConnectionWindowSchema>;

/**
 * A user who went, or a client that was refused: `GET /api/v1/leaves` answers with those of the last hour, the latest first, 1,000 at
 * most, 200 of them refused.
 */
export const LeaveSchema = z.object({
  /** Milliseconds since 1970: the last time. */
  at: z.number(),
  /** Number of times that this name left, or was refused, in the same way. */
  times: count,
  /** `null` for a client that was refused before it told a name. */
  name: z.string().nullable(),
  ip: z.string(),
  reason: z.enum(DisconnectReason),
  /** The sentence of the log. */
  line: z.string(),
  /** The fault of its client, in words, with how to mend it if that is known; `null` when there was none. */
  trouble: z.string().nullable(),
});
export type Leave = z.infer<typeof LeaveSchema>;

/** The query of `GET /api/v1/leaves?…`. Without any it answers with the whole list. */
export const LeaveQuerySchema = z.strictObject({
  /** A part of the name, the address or the sentence of the log. */
  search: z.string().max(100).default(""),
  /** `trouble` has those first whose client was wrong; of both kinds, the latest come first. */
  sort: z.enum(["trouble", "at"]).default("trouble"),
  ...part,
});
export type LeaveQuery = z.output<typeof LeaveQuerySchema>;

/** The answer to it. */
export const LeaveWindowSchema = z.object({
  ...sizes,
  rows: z.array(LeaveSchema),
  /** The time of the server's clock, which that of a reader may not agree with. */
  now: z.number(),
});
export type LeaveWindow = z.infer<typeof LeaveWindowSchema>;

const nameTarget = z.strictObject({ name: z.string() });
const target = z.union([nameTarget, z.strictObject({ address: z.string() })]);

/** A ban or a mute: `GET /api/v1/sanctions` answers with a list of them. */
export const SanctionSchema = z.object({
  kind: z.enum(["ban", "mute"]),
  target,
  /** Milliseconds since 1970. */
  endsAt: z.number(),
  reason: z.string(),
  by: z.string(),
});

/** `GET /api/v1/totals`: counts since the start; of what is there now, the users, connections and bytes that wait. */
export const TotalsSchema = z.object({
  users: count,
  connections: count,
  joins: count,
  leaves: counts(DisconnectReason),
  refusedConnections: count,
  messagesIn: count,
  bytesIn: count,
  messagesOut: count,
  bytesOut: count,
  messagesLost: count,
  refusedMessages: counts(TroubleKind),
  waitingBytes: count,
  loopDelayMs: z.number(),
});

/** `GET /api/v1/now`: the totals, at most a quarter of a second old, and what there is to know of the process. */
export const NowSchema = z.object({
  totals: TotalsSchema,
  rssBytes: count,
  /** Processor time since the start, in seconds. */
  cpuSeconds: z.number(),
  uptimeMs: count,
  isReady: z.boolean(),
  /** Event loops that serve users. */
  threads: count,
  /** The limits in force, by their names. */
  limits: z.object({ maxConnections: count }).catchall(z.number()),
  /** The port and the addresses that clients connect to. */
  chat: z.object({ port: count, addresses: z.array(z.string()) }),
});
export type Now = z.infer<typeof NowSchema>;

/** The query of `GET /api/v1/journal?id=…`: the id of a connection. The answer is its journal from now on, as lines of JSON. */
export const JournalQuerySchema = z.strictObject({ id: z.string().min(1).max(100) });

/** A line of `GET /api/v1/log`, a stream of lines of JSON. */
export const LogEntrySchema = z.object({
  level: z.enum(["debug", "info", "warn", "error"]),
  fields: z.record(z.string(), z.unknown()),
  line: z.string(),
});

const by = { by: z.string().default("the admin port") };
const why = { reason: z.string().default(""), ...by };
const until = { forMs: z.number(), ...why };

/** An act of an operator. The server checks the values as `Control` of `@chat/server` does. */
export const ActRequestSchema = z.discriminatedUnion("act", [
  z.strictObject({
    act: z.literal("disconnect"),
    whom: z.union([nameTarget, z.strictObject({ id: z.string() })]),
    ...why,
  }),
  z.strictObject({ act: z.literal("ban"), target, ...until }),
  z.strictObject({ act: z.literal("unban"), target, ...by }),
  z.strictObject({ act: z.literal("mute"), name: z.string(), ...until }),
  z.strictObject({ act: z.literal("unmute"), name: z.string(), ...by }),
  z.strictObject({ act: z.literal("announce"), text: z.string(), ...by }),
  z.strictObject({ act: z.literal("tell"), name: z.string(), text: z.string(), ...by }),
  /** Does nothing: lists the users whom a ban would disconnect. */
  z.strictObject({ act: z.literal("affected"), target }),
]);
export type ActRequest = z.output<typeof ActRequestSchema>;

/** The outcome of an act. */
export const ActResultSchema = z.object({
  /** Connections that were disconnected by it, or got its text. */
  hits: count,
  /** Nodes that did not answer in time. */
  silent: z.array(z.string()).readonly(),
  /** For `affected`: those users. */
  users: z.array(UserSchema).optional(),
});
export type ActResult = z.infer<typeof ActResultSchema>;

/** The answer to a request that was not carried out. */
export const ErrorSchema = z.object({ error: z.string() });
