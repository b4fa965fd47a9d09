/** The longest delay of a timer, in milliseconds: with a longer one it would fire at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** Waits for a time in milliseconds, or until the signal aborts. */
export async function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = () => resolve();
  const timer = setTimeout(wake, Math.min(delayMs, MAX_TIMER_MS));
  signal.addEventListener("abort", wake, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", wake);
}
