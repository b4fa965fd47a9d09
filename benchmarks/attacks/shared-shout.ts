import type { Attack } from "./harness/attack.ts";
import { shoutOnce } from "./harness/one-shout.ts";

const READERS = 3_500;
/** Takes 60 KB as it is sent, and 180 KB in the ASCII that the server writes. */
const TEXT = "é".repeat(30_000);

export const sharedShout: Attack = {
  name: "shared-shout",
  summary: `One shout of 60 KB, which takes 180 KB when escaped, to ${READERS} users who read at once.`,
  bounds: { p99Ms: 250 },
  carryOut: (context) => shoutOnce(context, READERS, TEXT),
};
