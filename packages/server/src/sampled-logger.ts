import type { LogEntry } from "./chat-node-events.ts";
import type { Logger, LogLevel } from "./logger.ts";

/** Time in milliseconds in which lines of one kind are counted together. */
export const LOG_WINDOW_MS = 10_000;

/** Lines of one kind that are written in a window; the others are counted. */
export const LOG_LINES_PER_WINDOW = 10;

/**
 * The same limit for some events. More for those that come once per user: a whole class that comes, goes and comes again, or that
 * makes the same mistake, loses no line. One for what a stranger sends between nodes, where the lines after the first say nothing new.
 */
const LINES_PER_WINDOW: { readonly [event: string]: number } = {
  join: 200,
  leave: 200,
  "name-lost": 200,
  closed: 50,
  trouble: 50,
  operator: 1_000,
  "protocol-error": 1,
};

/**
 * Kinds of one event in a window; all further ones count as one kind. Some texts have words of peers in them: without this
 * bound peers could make as many kinds as they like.
 */
export const MAX_KINDS_PER_EVENT = 24;

/** Fields that distinguish lines of the same event. Names, addresses and times do not: a flood has many of them. */
const KIND_FIELDS = ["reason", "text", "error", "endpoint", "limit", "kind"] as const;

type Fields = { readonly event?: string } & { readonly [Name in (typeof KIND_FIELDS)[number]]?: string };

/** Lines of one kind in the current window. */
interface Kind {
  readonly level: LogLevel;
  readonly event: string;
  lines: number;
  /** The last one. */
  fields: Fields;
  line: string;
}

/**
 * Writes the first lines of each kind and counts the others, so that no flood of equal events fills a disk or hides what
 * else happens. At the end of the window it writes their number: `… and 412 more like this in 10 s: <the last of them>`.
 * A kind is a level, an event and a reason; one never takes the lines of another.
 */
export class SampledLogger implements Logger {
  readonly #logger: Logger;
  readonly #onLine: (entry: LogEntry) => void;
  readonly #kinds = new Map<string, Kind>();
  readonly #kindsByEvent = new Map<string, number>();
  #startedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly debug: Logger["debug"] = this.#log.bind(this, "debug");
  readonly info: Logger["info"] = this.#log.bind(this, "info");
  readonly warn: Logger["warn"] = this.#log.bind(this, "warn");
  readonly error: Logger["error"] = this.#log.bind(this, "error");

  /** @param onLine - called with each line that is written */
  constructor(logger: Logger, onLine: (entry: LogEntry) => void = () => undefined) {
    this.#logger = logger;
    this.#onLine = onLine;
  }

  isLevelEnabled(level: LogLevel): boolean {
    return this.#logger.isLevelEnabled?.(level) ?? true;
  }

  /** Ends the window: writes the counts so far. The next line begins a new one. */
  readonly endWindow = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const kinds = [...this.#kinds.values()];
    this.#kinds.clear();
    this.#kindsByEvent.clear();
    const windowMs = Math.round(performance.now() - this.#startedAt);
    for (const kind of kinds) this.#writeCount(kind, windowMs);
  };

  #log(level: LogLevel, fields: Fields, line: string): void {
    if (!this.isLevelEnabled(level)) return;
    if (!this.#timer) this.#beginWindow();
    const kind = this.#findKind(level, fields);
    kind.lines += 1;
    if (kind.lines <= allowedLines(kind)) return this.#write(level, fields, line);
    kind.fields = fields;
    kind.line = line;
  }

  #write(level: LogLevel, fields: object, line: string): void {
    this.#logger[level](fields, line);
    this.#onLine({ level, fields, line });
  }

  #beginWindow(): void {
    this.#startedAt = performance.now();
    this.#timer = setTimeout(this.endWindow, LOG_WINDOW_MS).unref();
  }

  #findKind(level: LogLevel, fields: Fields): Kind {
    const { event = "" } = fields;
    let key = `${level}|${event}`;
    for (const name of KIND_FIELDS) if (fields[name] !== undefined) key += `|${name}=${describeShape(fields[name])}`;
    return this.#kinds.get(key) ?? this.#addKind(key, level, event);
  }

  #addKind(key: string, level: LogLevel, event: string): Kind {
    const others = `${level}|${event}`;
    const count = this.#kindsByEvent.get(others) ?? 0;
    const known = count < MAX_KINDS_PER_EVENT ? undefined : this.#kinds.get(others);
    if (known) return known;
    const kind: Kind = { level, event, lines: 0, fields: {}, line: "" };
    this.#kinds.set(count < MAX_KINDS_PER_EVENT ? key : others, kind);
    this.#kindsByEvent.set(others, count + 1);
    return kind;
  }

  #writeCount(kind: Kind, windowMs: number): void {
    const suppressed = kind.lines - allowedLines(kind);
    if (suppressed <= 0) return;
    const { level, event, fields, line } = kind;
    const reason = fields.reason === undefined ? {} : { reason: fields.reason };
    const seconds = Math.max(1, Math.round(windowMs / 1_000));
    this.#write(
      level,
      { event, ...reason, suppressed, windowMs },
      `… and ${suppressed} more like this in ${seconds} s: ${line}`,
    );
  }
}

function allowedLines({ event }: Kind): number {
  return LINES_PER_WINDOW[event] ?? LOG_LINES_PER_WINDOW;
}

/** Characters of a text that distinguish it from others. More would be memory for peers to fill. */
const SHAPE_LENGTH = 60;

/** Removes from a text all that varies: numbers, characters by number, and quoted parts. */
function describeShape(text: unknown): string {
  if (typeof text !== "string") return "";
  return text
    .slice(0, 4 * SHAPE_LENGTH)
    .replace(/U\+[\dA-F]+|\d+|"[^"]*"|'[^']*'/g, "#")
    .slice(0, SHAPE_LENGTH);
}
