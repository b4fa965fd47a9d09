import { styleText } from "node:util";
import { writeClockTime } from "@chat/command-line/local-time";
import type { LogOutput, ServerLog } from "./log-output.ts";

const LEVELS = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const;
type Level = keyof typeof LEVELS;

const COLOURS = { debug: "blue", info: "green", warn: "yellow", error: "red", fatal: "red" } as const;

/**
 * Writes events as lines for people: the time, the level, and a sentence that contains all that the fields contain. (A general
 * formatter takes as long for two lines as the server takes to let a user in.)
 */
export class PrettyLog implements ServerLog {
  readonly #lowest: number;
  readonly #output: LogOutput;
  readonly #isColourful: boolean;

  constructor(level: Level, output: LogOutput, isColourful: boolean) {
    this.#lowest = LEVELS[level];
    this.#output = output;
    this.#isColourful = isColourful;
  }

  isLevelEnabled(level: Level): boolean {
    return LEVELS[level] >= this.#lowest;
  }

  debug(_fields: object, message: string): void {
    this.#write("debug", message);
  }

  info(_fields: object, message: string): void {
    this.#write("info", message);
  }

  warn(_fields: object, message: string): void {
    this.#write("warn", message);
  }

  error(_fields: object, message: string): void {
    this.#write("error", message);
  }

  fatal(_fields: object, message: string): void {
    this.#write("fatal", message);
  }

  flush(): void {
    this.#output.flush();
  }

  #write(level: Level, message: string): void {
    if (!this.isLevelEnabled(level)) return;
    const mark = level.toUpperCase();
    const shown = this.#isColourful ? styleText(COLOURS[level], mark, { validateStream: false }) : mark;
    this.#output.lastLevel = LEVELS[level];
    this.#output.write(`[${writeClockTime(Date.now())}] ${shown}: ${message}\n`);
  }
}
