import { pino } from "pino";
import { prettyFactory } from "pino-pretty";
import type { Options } from "./options.ts";

/** Most bytes that wait for whoever reads our output. More would be memory spent on somebody who does not read. */
const MAX_WAITING_BYTES = 1024 * 1024;

type LogOptions = Pick<Options, "logFormat" | "logLevel" | "quiet">;

/**
 * Makes the logger of the server: one line for each event, as JSON or for people.
 *
 * It never waits for the reader of a pipe, who must not be able to stop the chat: what does not fit meanwhile is dropped,
 * and counted in a line of its own once the reader is back. (A terminal at rest does stop it: the runtime waits there.)
 */
export function createLogger({ logFormat, logLevel, quiet }: LogOptions, output: NodeJS.WriteStream) {
  const format = logFormat === "json" ? (line: string) => line : createPrettyFormat(output);
  let droppedLines = 0;
  const logger = pino(
    {
      level: quiet && logLevel !== "error" ? "warn" : logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    {
      write(line: string) {
        if (output.writableLength > MAX_WAITING_BYTES) droppedLines++;
        else output.write(format(line));
      },
    },
  );
  output.on("drain", () => {
    if (droppedLines === 0) return;
    const lines = droppedLines;
    droppedLines = 0;
    logger.warn({ event: "log-dropped", lines }, `${lines} log lines were dropped: nobody read them`);
  });
  return logger;
}

function createPrettyFormat(output: NodeJS.WriteStream): (line: string) => string {
  return prettyFactory({
    colorize: output.isTTY && !process.env.NO_COLOR,
    // The sentence says all that the fields say.
    hideObject: true,
    translateTime: "SYS:HH:MM:ss",
    ignore: "name",
  });
}
