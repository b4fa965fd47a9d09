export type LogLevel = "debug" | "info" | "warn" | "error";

/**
 * Where a server writes what happens: fields first, then a sentence. A pino logger fits as it is.
 *
 * Every text that came from a peer has been made safe for a line before it gets here.
 */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Whether lines of a level are written; without it, all are. Spares the way between threads. */
  isLevelEnabled?(level: LogLevel): boolean;
}

const ignore = (): void => undefined;

/** Writes nothing: the default of a server that is part of another program. */
export const silentLogger: Logger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  isLevelEnabled: () => false,
};
