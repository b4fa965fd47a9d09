import { pino } from "pino";
import { LogOutput, type ServerLog } from "./log-output.ts";
import type { Options } from "./options.ts";
import { PrettyLog } from "./pretty-log.ts";

/** Creates the log of the server: one line per event, as JSON or for people. */
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
