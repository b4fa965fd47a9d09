import { MISTAKES } from "@chat/protocol/mistakes";
import { RECEIVER_MISTAKES } from "@chat/server";

const HINTS: ReadonlyMap<string, string> = new Map([
  ...MISTAKES.map(({ name, words }) => [name, words] as const),
  ...RECEIVER_MISTAKES.map(({ mistake, remedy }) => [mistake, remedy] as const),
]);

/** The name of a usual mistake, as the log has it. */
const NAME_IN_BRACKETS = / \(([a-z0-9-]+)\)/g;

/** Puts the words that mend a usual mistake behind a text of the log, in place of its name in brackets: a reader of a page has no list of names. */
export function withHints(text: string): string {
  const hints = new Set<string>();
  const rest = text.replace(NAME_IN_BRACKETS, (inBrackets, name) => {
    const hint = HINTS.get(name);
    if (hint === undefined) return inBrackets;
    hints.add(hint);
    return "";
  });
  return hints.size === 0 ? text : `${rest}. ${[...hints].join(" ")}`;
}
