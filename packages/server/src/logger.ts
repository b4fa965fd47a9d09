/** The importance of a line, from the least. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/**
 * The log of a server: each line has fields and a sentence. A pino logger fits as it is.
 *
 * Every text from a peer has been made safe for one line before.
 */
export interface Logger {
  /** Writes a line about details. */
  debug(fields: object, message: string): void;
  /** Writes a line about the usual. */
  info(fields: object, message: string): void;
  /** Writes a line about a problem that the server copes with. */
  warn(fields: object, message: string): void;
  /** Writes a line about a fault. */
  error(fields: object, message: string): void;
  /** Returns whether lines of a level are written; without it, all are. Other lines are not sent between threads. */
  isLevelEnabled?(level: LogLevel): boolean;
}

const ignore = (): void => undefined;

/** A logger that writes nothing: the default of a server that is part of another program. */
export const silentLogger: Logger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  isLevelEnabled: () => false,
};
