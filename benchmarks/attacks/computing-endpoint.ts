import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Attack } from "./harness/attack.ts";
import { writeMessage } from "./harness/messages.ts";
import { RawClient } from "./harness/raw-client.ts";

const CALLS = 300;
const MODULE = fileURLToPath(new URL("harness/slow-endpoint.ts", import.meta.url));

/** One call, the round of the event loop after it, and some room for a busy machine. */
const SIGNAL_MS = 400;
const SIGNAL_DEADLINE_MS = 60_000;

export const computingEndpoint: Attack = {
  name: "computing-endpoint",
  summary: `One client calls an endpoint that computes for 100 ms ${CALLS} times at once; then SIGTERM comes meanwhile.`,
  flags: ["--endpoints", MODULE],
  // A message may wait for one call when it is read, and for one more when it is written.
  bounds: { p99Ms: 250, maxMs: 400 },
  async carryOut({ port, seconds, begin }) {
    const caller = await RawClient.join(port, "caller");
    let answers = 0;
    caller.onLine = () => {
      answers += 1;
    };
    await begin();
    callOften(caller);
    await pause(seconds * 1_000);
    return {
      notes: [`${answers} of ${CALLS} calls answered`],
      claims: [{ what: "calls are answered", isMet: answers > 0 }],
    };
  },
  async afterwards({ port, serverPid }) {
    const caller = await RawClient.join(port, "caller-again");
    const witness = await RawClient.join(port, "witness");
    const told = witness.waitFor((line) => line.includes('"msg": "Server is shutting down"'), SIGNAL_DEADLINE_MS);
    callOften(caller);
    await pause(SIGNAL_MS);
    const startedAt = performance.now();
    process.kill(serverPid, "SIGTERM");
    const isTold = await told.then(
      () => true,
      () => false,
    );
    const tookMs = performance.now() - startedAt;
    const what = `SIGTERM in the middle of it is heard within ${SIGNAL_MS} ms (${isTold ? "after" : "not told in"} ${tookMs.toFixed(0)} ms)`;
    return { notes: [], claims: [{ what, isMet: isTold && tookMs <= SIGNAL_MS }] };
  },
};

function callOften(caller: RawClient): void {
  caller.write(Buffer.concat(Array(CALLS).fill(writeMessage(caller.name, "/compute", ""))));
}
