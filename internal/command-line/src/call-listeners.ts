import type { EventEmitter } from "node:events";

/**
 * Calls every listener of an event. One that throws, or whose promise rejects, keeps neither the others nor the caller from
 * going on.
 *
 * @param failed called with what a listener threw, or with the reason of its promise
 * @returns whether the event has a listener
 */
export function callListeners(
  emitter: EventEmitter,
  name: string | symbol,
  event: readonly unknown[],
  failed: (cause: unknown) => void,
): boolean {
  if (emitter.listenerCount(name) === 0) return false;
  // A copy, which holds the wrappers of listeners that are called once: these remove themselves.
  for (const listener of emitter.rawListeners(name)) {
    try {
      watchPromise(Reflect.apply(listener, emitter, event), failed);
    } catch (cause) {
      failed(cause);
    }
  }
  return true;
}

/** Passes on the reason when what a callback returned is a promise that rejects. */
export function watchPromise(returned: unknown, failed: (cause: unknown) => void): void {
  if (typeof returned !== "object" || returned === null || !("then" in returned)) return;
  Promise.resolve(returned).catch(failed);
}
