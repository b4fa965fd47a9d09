import type { NamedCheck } from "../../src/checks/check.ts";
import type { JudgedProgram } from "./judged-program.ts";

/** Returns what is wrong with the verdict about one program. */
export function findProblems({ peer, isRight, broken, crash = "" }: JudgedProgram): string[] {
  const { rules, follows = {}, unseen } = peer;
  const found = rules.filter((rule) => broken.has(rule));
  const more = [...broken.keys()].filter((rule) => !rules.includes(rule) && !(rule in follows));
  const problems = more.map((rule) => `is said to break ${rule} by ${broken.get(rule)?.join(", ")}`);
  if (unseen === undefined && rules.length > 0 && found.length === 0) problems.push(`is not found to break ${rules}`);
  if (isRight && found.length < rules.length) problems.push(`is not found to break all of ${rules}`);
  if (unseen !== undefined && found.length > 0) problems.push(`breaks ${found}, which the kit can see after all`);
  if (crash !== "" && !rules.includes("C-1")) problems.push(`has crashed: ${crash}`);
  return problems.map((problem) => `${peer.name} ${problem}`);
}

/** Returns the checks that fail for no program, and the rules that no program is found to break. */
export function findUnproven(judged: readonly JudgedProgram[], checks: readonly NamedCheck<never>[]): string[] {
  const failed = new Set(judged.flatMap(({ broken }) => [...broken.values()].flat()));
  const proven = new Set(judged.flatMap(({ peer, broken }) => peer.rules.filter((rule) => broken.has(rule))));
  const rules = new Set(checks.flatMap((check) => check.rules));
  return [
    ...checks.filter(({ name }) => !failed.has(name)).map(({ name }) => `The check ${name} fails for no program.`),
    ...[...rules].filter((rule) => !proven.has(rule)).map((rule) => `No program is wrong in ${rule} alone.`),
  ];
}
