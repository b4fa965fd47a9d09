import { setTimeout as pause } from "node:timers/promises";
import type { Attack } from "./harness/attack.ts";
import { RawClient } from "./harness/raw-client.ts";

const PER_SECOND = 1_000;
const TICK_MS = 10;

/** Why each is refused: not allowed at its start, a comma inside, of somebody online. */
const NAMES: readonly ((number: number) => string)[] = [
  (number) => `/name-${number}`,
  (number) => `Ann, ${number}`,
  (number) => `healthy-${number % 100}`,
];

/** Room for the log: some lines at the start, and a line now and then that counts the others. */
const START_BYTES = 32 * 1_024;
const BYTES_PER_SECOND = 4 * 1_024;

export const refusalLog: Attack = {
  name: "refusal-log",
  summary: `${PER_SECOND} connections a second with a name that is refused.`,
  bounds: { p99Ms: 100 },
  async carryOut({ port, seconds, begin }) {
    await begin();
    let [sent, refused] = [0, 0];
    const startedAt = performance.now();
    while (performance.now() < startedAt + seconds * 1_000) {
      const due = ((performance.now() - startedAt) * PER_SECOND) / 1_000;
      for (; sent < due; sent++) {
        const client = new RawClient(port, { localAddress: `127.0.3.${1 + (sent % 16)}` });
        client.onLine = () => {
          refused += 1;
          client.vanish();
        };
        client.write(`${NAMES[sent % NAMES.length]?.(sent)}\n`);
      }
      await pause(TICK_MS);
    }
    return {
      notes: [`${(refused / seconds).toFixed(0)} a second refused`],
      claims: [{ what: "they are refused", isMet: refused > sent / 2 }],
    };
  },
  checkLog(_, grownBytes, seconds) {
    const most = START_BYTES + BYTES_PER_SECOND * seconds;
    return [
      {
        what: `the log grows by at most ${most / 1_024} KiB (${(grownBytes / 1_024).toFixed(0)})`,
        isMet: grownBytes <= most,
      },
    ];
  },
};
