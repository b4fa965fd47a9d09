import { MessageChannel } from "node:worker_threads";

const { port1: near, port2: far } = new MessageChannel();
let calls: (() => void)[] = [];

// A message between two ports arrives when the event loop polls, as bytes from a kernel do.
far.on("message", () => {
  const due = calls;
  calls = [];
  for (const call of due) call();
  if (calls.length === 0) far.unref();
});
far.unref();

/** Calls back when the event loop polls next, in the order of the calls. It does so with fake timers too. */
export function inNextPoll(callback: () => void): void {
  if (calls.push(callback) > 1) return;
  far.ref();
  near.postMessage(null);
}
