/** What is wrong with a text that is no share, and what would be right. */
export const SHARE_RULE = "a share is a percentage from 0% to 100%, such as 20% or 0.5%";

/** Reads a percentage, `20%`, as a share from 0 to 1; `null` when it is none. A bare `0.2` could mean either, so it is none. */
export function parseShare(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?) ?%$/.exec(text);
  const percent = Number(match?.[1]);
  return match && percent <= 100 ? percent / 100 : null;
}
