import { setTimeout as pause } from "node:timers/promises";
import type { Attack } from "./harness/attack.ts";
import type { Claim } from "./harness/claim.ts";
import { RawClient } from "./harness/raw-client.ts";

/** Names that are online, in the alphabets of their users. */
const ONLINE = ["niko", "coco", "Bob", "Meg"];

/** Names that read like one of these, like the server, or like two users in a list. */
const LOOK_ALIKES: Record<string, string> = {
  "niko with a second dot": "ni\u0307ko",
  "coco in Cyrillic": "\u0441\u043e\u0441\u043e",
  "the server with a five": "5ERVER",
  "the server with a full stop": "SERVER.",
  "two users with a full-width comma": "Bob\uff0c Meg",
  "two users with a low quotation mark": "Bob\u201a Meg",
};

/** Names like those above that nobody can mistake, and that must go on to be allowed. */
const HARMLESS = ["nikola", "Meg 2", "Боб", "Zoë", "李小龙", "Dr. Bob"];

export const lookAlikes: Attack = {
  name: "look-alikes",
  summary: "Newcomers choose names that look like those of users online, or like the server.",
  bounds: { p99Ms: 50 },
  async carryOut({ port, seconds, begin }) {
    await Promise.all(ONLINE.map((name) => RawClient.join(port, name)));
    await begin();
    const claims: Claim[] = [];
    for (const [what, name] of Object.entries(LOOK_ALIKES)) {
      const isIn = await joins(port, name);
      claims.push({ what: `${what}, ${name}, is refused${isIn ? " (it is in)" : ""}`, isMet: !isIn });
    }
    for (const name of HARMLESS) claims.push({ what: `${name} is let in`, isMet: await joins(port, name) });
    await pause(seconds * 1_000);
    return { notes: [], claims };
  },
};

async function joins(port: number, name: string): Promise<boolean> {
  return await RawClient.join(port, name).then(
    () => true,
    () => false,
  );
}
