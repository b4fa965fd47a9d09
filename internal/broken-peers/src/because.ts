/** Returns rules, as in `C-10 C-12`, that are broken because of the fault, each with this reason: `follows` of an entry. */
export function because(reason: string, rules: string): Readonly<Record<string, string>> {
  return Object.fromEntries(rules.split(" ").map((rule) => [rule, reason]));
}
