import { expect, it } from "vitest";
import { readClassFile } from "../src/commands/class/class-file.ts";
import { judgeClass, type ProgramResult } from "../src/commands/class/judge-class.ts";
import { ClassFolder, classPrograms } from "./support/class-programs.ts";

const TIMEOUT_MS = 1_200_000;
const options = { options: {}, profile: "server" } as const;

/** The rules of a program in a state, without those that a busy machine has left open in the other run. */
function numbersOf(result: ProgramResult | undefined, state: string, other: ProgramResult | undefined) {
  const isOpen = (number: string) =>
    other?.rules.some(({ rule, state }) => rule.number === number && state === "not judged");
  const found = result?.rules.filter((rule) => rule.state === state).map(({ rule }) => rule.number);
  return found?.filter((number) => !isOpen(number));
}

it("judges by all checks, beside programs that crash, hang and flood, as alone", { timeout: TIMEOUT_MS }, async () => {
  using folder = new ClassFolder();
  const together = await judgeClass(readClassFile(folder.write(classPrograms.all)), { ...options, atOnce: 3 });
  // This one takes no input before it has read its welcome, so that chance decides which of its faults shows first.
  const steady = classPrograms.behaved.filter(({ group }) => group !== "Forged");
  const alone = await judgeClass(readClassFile(folder.write(steady)), { ...options, atOnce: 1 });
  for (const result of alone) {
    const other = together.find(({ group, kind }) => group === result.group && kind === result.kind);
    const why = [result, other].map((judged) => judged?.failures.map(({ text }) => text).join("\n"));
    for (const state of ["passed", "failed"])
      expect
        .soft(numbersOf(other, state, result), `${result.group}, ${state}; alone: ${why[0]}; together: ${why[1]}`)
        .toEqual(numbersOf(result, state, other));
  }
});
