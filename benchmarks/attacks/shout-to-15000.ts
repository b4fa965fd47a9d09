import type { Attack } from "./harness/attack.ts";
import { shoutOnce } from "./harness/one-shout.ts";

const READERS = 15_000;
const TEXT = "x".repeat(60_000);

export const shoutTo15000: Attack = {
  name: "shout-to-15000",
  summary: "One shout of 60 KB to 15,000 users who read at once.",
  openFiles: 20_000,
  bounds: { p99Ms: 250 },
  carryOut: (context) => shoutOnce(context, READERS, TEXT),
};
