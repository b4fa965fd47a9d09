import { displayText } from "@chat/protocol";
import { type ChatServer, type ConnectionReport, DisconnectReason, type LogEntry } from "@chat/server";
import type { Leave } from "./admin-api.ts";

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

type Client = Pick<ConnectionReport, "name" | "ip" | "port">;

/** Remembers the last events of a server, within bounds: who left, and what went wrong last for each user. */
export class RecentEvents {
  readonly #server: ChatServer;
  /** The oldest first. */
  readonly #leaves: Leave[] = [];
  readonly #refused: Leave[] = [];
  /** By the user and its connection. */
  readonly #troubles = new Map<string, string>();
  /** The line of the log about the leave that is emitted next. */
  #leaveLine: { readonly name: unknown; readonly line: string } | null = null;

  constructor(server: ChatServer) {
    this.#server = server;
    server.on("log", this.#onLine).on("leave", this.#onLeave);
  }

  /** The users who left in the last hour, and the clients that were refused, the latest first. */
  leaves(): Leave[] {
    const oldest = Date.now() - LEAVE_AGE_MS;
    const kept = [...this.#leaves, ...this.#refused].filter(({ at }) => at >= oldest).reverse();
    return kept.sort((one, other) => other.at - one.at).slice(0, MAX_LEAVES);
  }

  /** The last trouble of a user that was logged, in words. */
  lastTrouble(client: Client): string | null {
    return this.#troubles.get(keyOf(client)) ?? null;
  }

  close(): void {
    this.#server.off("log", this.#onLine).off("leave", this.#onLeave);
  }

  readonly #onLine = ({ fields, line }: LogEntry): void => {
    const { event, name, ip, port } = fields as { event?: string } & { [Key in keyof Client]: Client[Key] | undefined };
    if (event === "refused" && ip !== undefined) {
      keep(
        { at: Date.now(), name: name ?? null, ip, reason: DisconnectReason.Refused, line },
        this.#refused,
        MAX_REFUSED,
      );
      return;
    }
    if (typeof name !== "string" || ip === undefined || port === undefined) return;
    if (event === "leave") {
      this.#leaveLine = { name, line };
      this.#troubles.delete(keyOf({ name, ip, port }));
    } else if (event === "trouble") this.#keepTrouble(keyOf({ name, ip, port }), line, `${displayText(name)}: `);
  };

  /** The log may lack the line: it is sampled, and has a level. */
  readonly #onLeave = ({ name, ip, reason }: { name: string; ip: string; reason: DisconnectReason }): void => {
    const line = this.#leaveLine?.name === name ? this.#leaveLine.line : `${displayText(name)} left (${reason})`;
    this.#leaveLine = null;
    keep({ at: Date.now(), name, ip, reason, line }, this.#leaves, MAX_LEAVES);
  };

  #keepTrouble(key: string, line: string, prefix: string): void {
    const text = line.startsWith(prefix) ? line.slice(prefix.length) : line;
    this.#troubles.delete(key);
    this.#troubles.set(key, text.slice(0, MAX_LINE_LENGTH));
    const [oldest] = this.#troubles.keys();
    if (this.#troubles.size > MAX_TROUBLES && oldest !== undefined) this.#troubles.delete(oldest);
  }
}

function keep(leave: Leave, list: Leave[], most: number): void {
  list.push({ ...leave, line: leave.line.slice(0, MAX_LINE_LENGTH) });
  if (list.length > most) list.shift();
}

function keyOf({ name, ip, port }: Client): string {
  return `${ip} ${port} ${name}`;
}
