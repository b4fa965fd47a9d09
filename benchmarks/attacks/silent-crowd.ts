import { setTimeout as pause } from "node:timers/promises";
import type { Attack } from "./harness/attack.ts";
import { RawClient } from "./harness/raw-client.ts";

const SILENT = 1_200;
const MAX_CONNECTIONS = 1_000;
const NEWCOMERS = 100;
const SILENT_ADDRESS = "127.0.2.1";
const NEWCOMERS_ADDRESS = "127.0.2.2";
/** Interval at which silent connections that were closed come back, in milliseconds. */
const COME_BACK_EVERY_MS = 1_000;

export const silentCrowd: Attack = {
  name: "silent-crowd",
  summary: `${SILENT} connections of one address never tell a name, and come back; the server has room for ${MAX_CONNECTIONS}.`,
  flags: ["--max-connections", `${MAX_CONNECTIONS}`],
  bounds: { p99Ms: 100 },
  async carryOut({ port, seconds, begin }) {
    await begin();
    let silent: RawClient[] = [];
    const fillUp = () => {
      silent = silent.filter(({ isClosed }) => !isClosed);
      while (silent.length < SILENT) silent.push(new RawClient(port, { localAddress: SILENT_ADDRESS }));
    };
    fillUp();
    const timer = setInterval(fillUp, COME_BACK_EVERY_MS);
    await pause(1_000);
    let joined = 0;
    let refusal = "";
    for (let count = 0; count < NEWCOMERS; count++) {
      try {
        const newcomer = await RawClient.join(port, `newcomer-${count}`, { localAddress: NEWCOMERS_ADDRESS });
        joined += 1;
        newcomer.vanish();
      } catch (error) {
        refusal = (error as Error).message;
      }
      await pause((seconds * 1_000) / NEWCOMERS);
    }
    clearInterval(timer);
    return {
      notes: refusal === "" ? [] : [refusal],
      claims: [
        { what: `each of ${NEWCOMERS} newcomers of another address joins (${joined})`, isMet: joined === NEWCOMERS },
      ],
    };
  },
  checkLog({ warnings }) {
    const naming = warnings.filter((line) => line.includes(SILENT_ADDRESS));
    return [
      { what: `a warning names the address of the silent (${naming[0] ?? "none"})`, isMet: naming.length > 0 },
      { what: `and is not repeated for each of them (${naming.length})`, isMet: naming.length < 10 },
    ];
  },
};
