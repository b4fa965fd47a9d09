import { once } from "node:events";
import type { Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";

/** Writes, and resolves in a later turn of the event loop, when there is room for more or the stream is closed. */
export async function writeInTurn(stream: Writable, text: string): Promise<void> {
  if (stream.write(text)) return void (await setImmediate());
  const isOver = new AbortController();
  const { signal } = isOver;
  // `close` follows an error.
  await Promise.race(["drain", "close"].map((event) => once(stream, event, { signal }))).catch(() => undefined);
  isOver.abort();
}
