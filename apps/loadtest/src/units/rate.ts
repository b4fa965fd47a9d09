/** Seconds of each unit of time that a rate can be given for. */
const UNIT_SECONDS: Readonly<Record<string, number>> = { "": 1, "/s": 1, "/min": 60 };

/** What is wrong with a text that is no rate, and what would be right. */
export const RATE_RULE =
  "a rate is a number for each second, such as 5000/s, 5000 or 5k/s, or for each minute, such as 300/min";

/** Reads a rate as people write it, `5000/s` or `300/min`, per second; `null` when it is none. */
export function parseRate(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(k?)(\/s|\/min|)$/.exec(text);
  const seconds = UNIT_SECONDS[match?.[3] ?? "none"];
  if (!match || seconds === undefined) return null;
  return (Number(match[1]) * (match[2] === "k" ? 1_000 : 1)) / seconds;
}
