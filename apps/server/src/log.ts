import type { Logger } from "@chat/server";
import { pino } from "pino";
import { LogOutput } from "./log-output.ts";
import type { Options } from "./options.ts";
import { PrettyLog } from "./pretty-log.ts";

/** Where the command logs: what the server says, and the end of it. */
export interface ServerLog extends Logger {
  fatal(fields: object, message: string): void;
  /** Writes what waits for the end of the turn, since there may be none. */
  flush(): void;
}

/** Makes the log of the server: one line for each event, as JSON or for people. */
export function createLogger(options: Pick<Options, "logFormat" | "logLevel" | "quiet">, stream: NodeJS.WriteStream) {
  const level = options.quiet && options.logLevel !== "error" ? "warn" : options.logLevel;
  const output = new LogOutput(stream);
  const log: ServerLog =
    options.logFormat === "json"
      ? pino(
          {
            level,
            base: null,
            timestamp: pino.stdTimeFunctions.isoTime,
            formatters: { level: (label) => ({ level: label }) },
          },
          output,
        )
      : new PrettyLog(level, output, stream.isTTY && !process.env.NO_COLOR);
  output.onDropped = (lines) =>
    log.warn({ event: "log-dropped", lines }, `${lines} log lines were dropped: nobody read them`);
  return log;
}
