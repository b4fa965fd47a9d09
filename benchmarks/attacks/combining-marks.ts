import { setTimeout as pause } from "node:timers/promises";
import type { Attack } from "./harness/attack.ts";
import { writeMessage } from "./harness/messages.ts";
import { RawClient } from "./harness/raw-client.ts";

/** Two kinds of marks in the wrong order: normalising has to sort all of them. */
const NAME = `a${"\u0301".repeat(15_000)}${"\u0323".repeat(15_000)}`;
const MESSAGES = 6;
const DEADLINE_MS = 60_000;

export const combiningMarks: Attack = {
  name: "combining-marks",
  summary: `${MESSAGES} messages of 60 KB whose receiver or sender is a letter with 30,000 combining marks.`,
  bounds: { p99Ms: 50, maxMs: 250 },
  async carryOut({ port, seconds, begin }) {
    const writer = await RawClient.join(port, "writer");
    await begin();
    let slowestMs = 0;
    for (let count = 0; count < MESSAGES; count++) {
      const startedAt = performance.now();
      const answer = writer.waitFor((line) => line.includes("Error: "), DEADLINE_MS);
      writer.write(count % 2 === 0 ? writeMessage("writer", NAME, "hello") : writeMessage(NAME, "writer", "hello"));
      await answer;
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      await pause((seconds * 1_000) / MESSAGES);
    }
    return {
      notes: [`the slowest answer took ${slowestMs.toFixed(0)} ms`],
      claims: [{ what: "each is answered with an error", isMet: true }],
    };
  },
};
