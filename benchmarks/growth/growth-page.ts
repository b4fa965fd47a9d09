import { writeMarkdownTable } from "../load/format.ts";
import { type Growth, judgeGrowth, tabulateGrowth, wasBusy } from "./growth.ts";

const BEGIN = "<!-- Written by `pnpm bench growth`, from here -->";
const END = "<!-- the growth, to here -->";

/** Puts what was measured in the place of what stood there from an earlier run. All around it is written by people. */
export function updateGrowth(page: string, growth: Growth, ours: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`The page has no place for the growth: between ${BEGIN} and ${END}.`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${writeGrowth(growth, ours)}\n\n${page.slice(end)}`;
}

function writeGrowth(growth: Growth, ours: string): string {
  const { date, machine, rounds, othersShare } = growth;
  const warning = "**The machine was busy: these metrics say more of what else it did than of the servers.**";
  return [
    ...(wasBusy(growth) ? [warning] : []),
    `Measured on ${date}, in ${rounds} rounds, on ${machine}.
Other programs had ${(othersShare * 100).toFixed(1)} % of the machine's time.`,
    `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="pictures/growth-dark.svg">
  <img alt="Lines for each server: how the cost of an act grows with the users, as in the table below." src="pictures/growth-light.svg">
</picture>`,
    writeMarkdownTable(tabulateGrowth(growth)),
    describeVerdicts(growth, ours)
      .map((line) => `- ${line}`)
      .join("\n"),
  ].join("\n\n");
}

/** A line for each act; a busy machine is no reason to say that one is missed. */
export function describeVerdicts(growth: Growth, ours: string): string[] {
  return judgeGrowth(growth, ours).map(({ text, isMet }) => {
    if (wasBusy(growth)) return `– ${text}: not judged, the machine was busy`;
    return `${isMet ? "✓" : "✗"} ${text}`;
  });
}
