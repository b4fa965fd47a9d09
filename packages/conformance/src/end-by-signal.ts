import { constants } from "node:os";

/**
 * Ends this process by a signal in such a way that the programs end with it that it has started.
 *
 * @param cleanUp ends what does not end by itself when this process does
 */
export function endBySignal(cleanUp?: () => Promise<void>): void {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void endAs(signal, cleanUp));
}

async function endAs(signal: NodeJS.Signals, cleanUp?: () => Promise<void>): Promise<void> {
  await cleanUp?.();
  process.exit(128 + constants.signals[signal]);
}
