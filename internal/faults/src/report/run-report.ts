import { FREED_WITHIN_MS } from "../checks/freed-names.ts";
import { EQUAL_WITHIN_MS } from "../checks/user-lists.ts";
import { nameFault } from "../plan/fault.ts";
import type { ReportedViolation, RoundResult } from "./round-result.ts";
import { addTallies, type Tally } from "./tally.ts";

/** Circumstances of a run. */
export interface RunInfo {
  readonly date: string;
  readonly seed: string;
  readonly command: string;
  readonly slots: number;
  readonly tookMs: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** Report of a run. */
export interface RunReport extends RunInfo {
  readonly rounds: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly overlappingFaults: number;
  readonly tally: Tally;
  /** Names of killed nodes that others were given. */
  readonly freedNames: number;
  /** The longest times, in milliseconds; `null` where there was none. */
  readonly longestMs: {
    readonly untilNameFree: number | null;
    readonly untilEveryNodeBack: number | null;
    readonly untilListsEqual: number | null;
    readonly untilSendersTold: number | null;
  };
  readonly violations: readonly (ReportedViolation & { readonly round: number })[];
}

export function reportRun(info: RunInfo, results: readonly RoundResult[]): RunReport {
  const faults = results.flatMap((result) => result.faults.map(nameFault));
  const longest = (times: readonly (number | null)[]) => {
    const known = times.filter((time) => time !== null);
    return known.length === 0 ? null : Math.round(Math.max(...known));
  };
  const freedMs = results.flatMap((result) => result.freedMs);
  return {
    ...info,
    rounds: results.length,
    faults: Object.fromEntries(
      [...new Set(faults)].sort().map((name) => [name, faults.filter((fault) => fault === name).length]),
    ),
    overlappingFaults: results.filter((result) => result.faults.length > 1).length,
    tally: addTallies(results.map(({ tally }) => tally)),
    freedNames: freedMs.length,
    longestMs: {
      untilNameFree: longest(freedMs),
      untilEveryNodeBack: longest(results.map(({ calmMs }) => calmMs)),
      untilListsEqual: longest(results.map(({ listsEqualMs }) => listsEqualMs)),
      untilSendersTold: longest(results.map(({ toldMs }) => toldMs)),
    },
    violations: results.flatMap(({ round, violations }) => violations.map((violation) => ({ round, ...violation }))),
  };
}

/** Writes a report as a page. */
export function writePage(report: RunReport): string {
  const { tally, longestMs, violations } = report;
  const seconds = (ms: number | null) => (ms === null ? "–" : `${(ms / 1_000).toFixed(2)} s`);
  const metrics: readonly (readonly [string, string | number])[] = [
    ["rounds", report.rounds],
    ["rounds with two faults at once", report.overlappingFaults],
    ...Object.entries(report.faults),
    ["claims of names", tally.claims],
    ["– welcomed", tally.welcomes],
    ["– refused: somebody has the name", tally.refusedAsTaken],
    ["– refused: names can't be checked", tally.refusedAsUnavailable],
    ["– without an answer", tally.unansweredClaims],
    ["direct messages", tally.directMessages],
    ["– received", tally.directMessagesReceived],
    ["– sender told: nobody has the name", tally.toldNotFound],
    ["– sender told: refused", tally.toldRefused],
    ["– sender told: may not have arrived", tally.toldDoubtful],
    ["shouts", tally.shouts],
    ["– received", tally.shoutsReceived],
    ["lists of users", tally.lists],
    ["– partial", tally.partialLists],
    ["users who lost their names while their node was cut off", tally.lostNames],
    ["names of killed nodes given to others", report.freedNames],
    [
      `longest time until such a name was free (at most ${FREED_WITHIN_MS / 1_000} s)`,
      seconds(longestMs.untilNameFree),
    ],
    ["longest time until every node was back after a fault", seconds(longestMs.untilEveryNodeBack)],
    [
      `longest time until all lists were equal then (at most ${EQUAL_WITHIN_MS / 1_000} s)`,
      seconds(longestMs.untilListsEqual),
    ],
    ["longest time until all missing messages were reported to their senders", seconds(longestMs.untilSendersTold)],
    ["**violations**", `**${violations.length}**`],
  ];
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  return `${[
    "# Several nodes, with faults",
    "",
    `${report.date}, seed ${report.seed}, ${report.slots} chats of three nodes at a time, ${Math.round(report.tookMs / 60_000)} minutes; ${versions.join(", ")}.`,
    "What is checked, and how: [internal/faults](../../../internal/faults/README.md). To repeat it:",
    "",
    "```console",
    `$ ${report.command}`,
    "```",
    "",
    "| what | |",
    "| --- | ---: |",
    ...metrics.map(
      ([what, value]) => `| ${what} | ${typeof value === "number" ? value.toLocaleString("en") : value} |`,
    ),
    ...violations.flatMap(writeViolation),
  ].join("\n")}\n`;
}

function writeViolation({ round, rule, text, evidence }: RunReport["violations"][number]): string[] {
  return ["", `## Round ${round}: ${rule}`, "", text, "", "```text", ...evidence, "```"];
}
