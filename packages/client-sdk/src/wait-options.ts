import { abortSignal, checkOptions, type KnownOptions } from "@chat/command-line/known-options";

/** The end of a wait. */
export interface WaitOptions {
  /**
   * Ends the wait; the promise rejects with its reason. A message that was sent by then stays sent.
   * @default none: only the time limits of the client end the wait
   */
  readonly signal?: AbortSignal | undefined;
}

const KNOWN_OPTIONS: KnownOptions<keyof WaitOptions> = { signal: abortSignal };

/**
 * Checks the options of a method that waits, and returns the signal among them.
 *
 * @throws {TypeError} for options that are no object, and for an option that does not exist
 * @throws {RangeError} for a signal that is none
 */
export function readSignal(options: WaitOptions | undefined): AbortSignal | undefined {
  // Most calls have none, and a program may send many messages.
  if (options === undefined) return undefined;
  // It has a signal, so that a program may pass it as it is; its other members are no options.
  if (options instanceof AbortController) return options.signal;
  checkOptions(options, KNOWN_OPTIONS);
  return options.signal;
}
