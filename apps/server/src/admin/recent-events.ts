import { displayText } from "@chat/protocol";
import { type ChatServer, type ConnectionReport, DisconnectReason, type LogEntry } from "@chat/server";
import type { Leave, LeaveQuery, LeaveWindow } from "./admin-api.ts";
import { withHints } from "./mistake-hints.ts";

/** Leaves that are kept; older ones are dropped. */
const MAX_LEAVES = 1_000;

/** Clients that were refused and are kept: a flood of them pushes out none of the leaves. */
const MAX_REFUSED = 200;

/** Time for which a leave is kept, in milliseconds. */
const LEAVE_AGE_MS = 3_600_000;

/** Connections whose last trouble is kept; the one that had its last trouble first is dropped. */
const MAX_TROUBLES = 10_000;

/** Most characters of a line that is kept: the log has all of it. */
const MAX_LINE_LENGTH = 400;

/** Ends of a connection that are a trouble by themselves, in words. */
const REASONS: { readonly [Reason in DisconnectReason]?: string } = {
  [DisconnectReason.Lost]: "the connection broke",
  [DisconnectReason.BrokenInput]: "sent something behind which nothing can be read",
  [DisconnectReason.SlowReader]: "did not read what came for it",
  [DisconnectReason.OutOfMemory]: "did not read what came for it, and the memory for that was used up",
  [DisconnectReason.NameLost]: "lost its name to another node",
};

/** Parts of a line about a trouble that the counts of its connection say better. */
const VERB = /^re(?:jected|fused)(?: at byte \d+)?: /;
const SO_FAR = / \(\d+ so far\)$/;

/** A trouble that has no name as a mistake, since its remedy is always the same. */
const STRAY_TEXT = /^text outside a message$/;

type Client = Pick<ConnectionReport, "name" | "ip" | "port">;

/** The fields of a line of the log that are of interest. */
type Fields = { readonly [Key in keyof Client]?: Client[Key] } & {
  readonly event?: string;
  readonly mistake?: string;
  readonly why?: string;
  readonly text?: string;
};

/** Remembers the last events of a server, within bounds: who left, and what went wrong last for each user. */
export class RecentEvents {
  readonly #server: ChatServer;
  readonly #leaves = new KeptLeaves(MAX_LEAVES);
  readonly #refused = new KeptLeaves(MAX_REFUSED);
  /** By the user and its connection. */
  readonly #troubles = new Map<string, { readonly text: string; readonly isKnown: boolean }>();
  /** The line of the log about the leave that is emitted next. */
  #leaveLine: { readonly name: unknown; readonly line: string; readonly why: string | undefined } | null = null;

  constructor(server: ChatServer) {
    this.#server = server;
    server.on("log", this.#onLine).on("leave", this.#onLeave);
  }

  /** The users who left in the last hour, and the clients that were refused, the latest first. */
  leaves(): Leave[] {
    const oldest = Date.now() - LEAVE_AGE_MS;
    const kept = [...this.#leaves.all, ...this.#refused.all].filter(({ at }) => at >= oldest).reverse();
    return kept.sort((one, other) => other.at - one.at).slice(0, MAX_LEAVES);
  }

  /** Returns the leaves that match a query, from `offset` on. */
  window({ search, sort, order, offset, limit }: LeaveQuery): LeaveWindow {
    const all = this.leaves();
    const wanted = search.toLowerCase();
    const matching = all.filter(({ name, ip, line }) => `${name ?? ""} ${ip} ${line}`.toLowerCase().includes(wanted));
    if (sort === "trouble") matching.sort((a, b) => Number(b.trouble !== null) - Number(a.trouble !== null));
    if (order === "asc") matching.reverse();
    const troubled = all.filter(({ trouble }) => trouble !== null).length;
    const rows = matching.slice(offset, offset + limit);
    return { all: all.length, matching: matching.length, troubled, rows, now: Date.now() };
  }

  /** The last trouble of a user that was logged, in words: the last one whose cause is known, if there is one. */
  lastTrouble(client: Client): string | null {
    return this.#troubles.get(keyOf(client))?.text ?? null;
  }

  close(): void {
    this.#server.off("log", this.#onLine).off("leave", this.#onLeave);
  }

  readonly #onLine = ({ level, fields, line }: LogEntry): void => {
    const { event, name, ip, port, mistake, why, text }: Fields = fields;
    if (event === "refused" && ip !== undefined) {
      // One that sent nothing, such as a health check, is no trouble: its line is for those who search for a fault.
      const trouble = level === "debug" || text === undefined ? null : withHints(text.replace(/^⛔ Error: /, ""));
      return this.#refused.add({ name: name ?? null, ip, reason: DisconnectReason.Refused, line, trouble });
    }
    if (typeof name !== "string" || ip === undefined || port === undefined) return;
    const key = keyOf({ name, ip, port });
    if (event === "leave") {
      this.#leaveLine = { name, line, why };
      this.#troubles.delete(key);
    } else if (event === "trouble") this.#keepTrouble(key, line, `${displayText(name)}: `, mistake !== undefined);
  };

  /** The log may lack the line: it is sampled, and has a level. */
  readonly #onLeave = ({ name, ip, reason }: { name: string; ip: string; reason: DisconnectReason }): void => {
    const found = this.#leaveLine?.name === name ? this.#leaveLine : null;
    this.#leaveLine = null;
    const line = found?.line ?? `${displayText(name)} left (${reason})`;
    // Of broken input, its own words say more.
    const how = reason === DisconnectReason.BrokenInput && found?.why ? undefined : REASONS[reason];
    const troubles = [how, found?.why].filter((words) => words !== undefined);
    const trouble = troubles.length === 0 ? null : withHints(troubles.join(", "));
    this.#leaves.add({ name, ip, reason, line, trouble });
  };

  #keepTrouble(key: string, line: string, prefix: string, isKnown: boolean): void {
    const words = (line.startsWith(prefix) ? line.slice(prefix.length) : line).replace(VERB, "").replace(SO_FAR, "");
    const mended = words.replace(STRAY_TEXT, '$&. Start each message with "{".');
    const text = withHints(mended).slice(0, MAX_LINE_LENGTH);
    const before = this.#troubles.get(key);
    this.#troubles.delete(key);
    this.#troubles.set(key, before?.isKnown && !isKnown ? before : { text, isKnown });
    const [oldest] = this.#troubles.keys();
    if (this.#troubles.size > MAX_TROUBLES && oldest !== undefined) this.#troubles.delete(oldest);
  }
}

/** The latest leaves. Equal ones are one, with their number: a client that comes back again and again pushes out nobody else. */
class KeptLeaves {
  readonly #most: number;
  /** By their content without numbers, the oldest first. */
  readonly #leaves = new Map<string, Leave>();

  constructor(most: number) {
    this.#most = most;
  }

  get all(): Iterable<Leave> {
    return this.#leaves.values();
  }

  add({ name, ip, reason, line, trouble }: Omit<Leave, "at" | "times">): void {
    const short = { line: line.slice(0, MAX_LINE_LENGTH), trouble: trouble?.slice(0, MAX_LINE_LENGTH) ?? null };
    const key = JSON.stringify([name, ip, reason, short.trouble?.replace(/\d+/g, "#")]);
    const times = (this.#leaves.get(key)?.times ?? 0) + 1;
    this.#leaves.delete(key);
    this.#leaves.set(key, { at: Date.now(), times, name, ip, reason, ...short });
    const [oldest] = this.#leaves.keys();
    if (this.#leaves.size > this.#most && oldest !== undefined) this.#leaves.delete(oldest);
  }
}

function keyOf({ name, ip, port }: Client): string {
  return `${ip} ${port} ${name}`;
}
