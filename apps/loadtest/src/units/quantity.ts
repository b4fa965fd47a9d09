/** Bytes of each unit. `K` and `M` alone are left out: some mean 1,000 by them, some 1,024. */
const UNIT_BYTES: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kb: 1_000,
  mb: 1_000_000,
  gb: 1_000_000_000,
  kib: 1_024,
  mib: 1_024 ** 2,
  gib: 1_024 ** 3,
};

/** Message about a text that is no size. */
export const BYTE_SIZE_RULE =
  "a size is a number of bytes, or of KB, MB, GB (1,000 each) or KiB, MiB, GiB (1,024 each)";

/** Reads a size as people write it, `512`, `64KiB` or `1MB`, in whole bytes; `null` when it is none. */
export function parseByteSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text);
  const unit = UNIT_BYTES[match?.[2]?.toLowerCase() ?? "none"];
  if (!match || unit === undefined) return null;
  const bytes = Number(match[1]) * unit;
  return Number.isInteger(bytes) ? bytes : null;
}

/** Seconds of each unit of time that a rate can be given for. */
const UNIT_SECONDS: Readonly<Record<string, number>> = { "": 1, "/s": 1, "/min": 60 };

/** Message about a text that is no rate. */
export const RATE_RULE =
  "a rate is a number for each second, such as 5000/s, 5000 or 5k/s, or for each minute, such as 300/min";

/** Reads a rate as people write it, `5000/s` or `300/min`, per second; `null` when it is none. */
export function parseRate(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(k?)(\/s|\/min|)$/.exec(text);
  const seconds = UNIT_SECONDS[match?.[3] ?? "none"];
  if (!match || seconds === undefined) return null;
  return (Number(match[1]) * (match[2] === "k" ? 1_000 : 1)) / seconds;
}

/** Message about a text that is no percentage. */
export const PERCENTAGE_RULE = "a percentage is a number from 0% to 100%, such as 20% or 0.5%";

/** Reads a percentage, `20%`, as a number from 0 to 1; `null` when it is none. A bare `0.2` could mean either, so it is none. */
export function parsePercentage(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?) ?%$/.exec(text);
  const percent = Number(match?.[1]);
  return match && percent <= 100 ? percent / 100 : null;
}
