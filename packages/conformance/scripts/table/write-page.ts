import type { JudgedProgram } from "./judged-program.ts";

const INTRODUCTION = `# The conformance kit judges wrong programs

Made by \`pnpm conformance:table\`; with \`--check\` it compares. Each program of \`internal/broken-peers\` is wrong in one thing. It breaks
the rules of the second column. The third column has each rule that the kit finds broken, with the checks that fail; a rule in parentheses
follows from the fault, and the catalogue says why. A program in bold is right, but for what it does not offer.

Checks that take 30 s or hundreds of users judge the programs that break one of their rules. Clients that take no input are judged
by what they send.
`;

/** Writes the table rule × program × check, and its two other readings: by rule and by check. */
export function writePage(judged: readonly JudgedProgram[]): string {
  const parts = (["server", "client"] as const).map((role) => {
    const rows = judged.filter(({ peer }) => peer.role === role).toSorted((a, b) => compare(a.peer.name, b.peer.name));
    const caught = rows.flatMap(({ peer, broken }) =>
      [...broken].flatMap(([rule, checks]) => checks.map((check) => ({ rule, check, name: peer.name, peer }))),
    );
    const planted = caught.filter(({ peer, rule }) => peer.rules.includes(rule));
    const byRule = Map.groupBy(planted, ({ rule }) => rule);
    const byCheck = Map.groupBy(planted, ({ check }) => check);
    return `
## Programs: ${role}s

| program | breaks | found by |
| --- | --- | --- |
${rows.map((row) => writeRow(row)).join("\n")}

## Rules of ${role}s

| rule | wrong programs that are caught by it |
| --- | --- |
${[...byRule.keys()]
  .toSorted(compare)
  .map((rule) => `| ${rule} | ${listNames(byRule.get(rule))} |`)
  .join("\n")}

## Checks of ${role}s

| check | programs that fail it |
| --- | --- |
${[...byCheck.keys()]
  .toSorted(compare)
  .map((check) => `| ${check} | ${new Set(byCheck.get(check)?.map(({ name }) => name)).size} |`)
  .join("\n")}
`;
  });
  return `${INTRODUCTION}${parts.join("")}`;
}

/** Writes the row of a program. */
export function writeRow({ peer, isRight, broken }: JudgedProgram): string {
  const found = [...broken]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([rule, checks]) => {
      const words = `${rule}: ${checks.join(", ")}`;
      return peer.rules.includes(rule) ? words : `(${words})`;
    });
  const words = peer.unseen === undefined ? "nothing" : `can't be seen: ${peer.unseen}`;
  const name = isRight ? `**${peer.name}**` : peer.name;
  return `| ${name} | ${peer.rules.join(", ")} | ${found.join("; ") || words} |`;
}

/** Reads the rows of a page again, by the name of the program: the rules that were found broken, with the checks. */
export function readRows(page: string): ReadonlyMap<string, JudgedProgram["broken"]> {
  const rows = page.matchAll(/^\| \**([^|*]+?)\** \| [^|]*\| ([^|]*) \|$/gm);
  return new Map(
    [...rows].map(([, name = "", found = ""]) => {
      const rules = found.matchAll(/(C-\d+): ([\w, -]+)/g);
      return [name, new Map([...rules].map(([, rule = "", checks = ""]) => [rule, checks.split(", ")]))];
    }),
  );
}

function listNames(caught: readonly { readonly name: string }[] = []): string {
  return [...new Set(caught.map(({ name }) => name))].toSorted(compare).join(", ");
}

/** Leaves out of a page, or of a row, what follows from faults: how much of it shows is a matter of time. */
export function withoutFollowing(page: string): string {
  return page.replace(/(; )?\(C-\d+: [\w, -]+\)/g, "").replaceAll("| ; ", "| ");
}

/** Numbers in names count as numbers. */
function compare(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}
