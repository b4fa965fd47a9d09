import type { Logger } from "../src/logger.ts";

/** One line of a log. */
export interface LogEntry {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly fields: object;
  readonly line: string;
}

/** A logger that keeps all lines. */
export class RecordingLogger implements Logger {
  readonly entries: LogEntry[] = [];

  debug(fields: object, line: string): void {
    this.entries.push({ level: "debug", fields, line });
  }

  info(fields: object, line: string): void {
    this.entries.push({ level: "info", fields, line });
  }

  warn(fields: object, line: string): void {
    this.entries.push({ level: "warn", fields, line });
  }

  error(fields: object, line: string): void {
    this.entries.push({ level: "error", fields, line });
  }

  /** The lines of one level. */
  linesOf(level: LogEntry["level"]): string[] {
    return this.entries.filter((entry) => entry.level === level).map(({ line }) => line);
  }
}
