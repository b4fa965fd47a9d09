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

/** What is wrong with a text that is no size, and what would be right. */
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
