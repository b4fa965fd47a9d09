import { displayText } from "@chat/protocol";
import type { RunResult } from "../../result/run-result.ts";

/** A run and the file that it was read from. */
export interface NamedRun {
  readonly file: string;
  readonly result: RunResult;
}

/** Equal runs, one after another: what they differ in is chance. */
export interface RunGroup {
  /** `A` or `B`. */
  readonly letter: string;
  readonly runs: readonly NamedRun[];
}

/** Problems that are told at most: the first ones show what is wrong. */
const MAX_TOLD_PROBLEMS = 5;

/** Reports that groups can't be compared. The message says what differs, and in which files. */
export class UnequalRunsError extends Error {
  override readonly name = "UnequalRunsError";
  readonly code = "UNEQUAL_RUNS";

  constructor(differences: readonly string[]) {
    const told = differences.slice(0, MAX_TOLD_PROBLEMS);
    const more = differences.length - told.length;
    super(`The runs are not equal. ${told.join(" ")}${more > 0 ? ` There are ${more} differences more.` : ""}`);
  }
}

/**
 * Makes groups of runs that may be compared: every run has made the same load, and those of one group at the same server.
 *
 * @throws {UnequalRunsError} The runs were made with other settings, or one was interrupted.
 */
export function groupRuns(groups: readonly (readonly NamedRun[])[]): readonly RunGroup[] {
  const all = groups.flat();
  const differences = [
    ...all
      .filter(({ result }) => result.verdict.kind === "interrupted")
      .map(({ file }) => `${name(file)} was interrupted.`),
    ...findDifferences(all, loadTraits),
    ...groups.flatMap((runs) => findDifferences(runs, serverTraits)),
  ];
  if (differences.length > 0) throw new UnequalRunsError([...new Set(differences)]);
  return groups.map((runs, index) => ({ letter: String.fromCharCode(65 + index), runs }));
}

/** The load that a run makes: other settings measure something else. */
function loadTraits({ command, settings, tester }: RunResult): ReadonlyMap<string, string> {
  return new Map([
    ["command", command],
    ...Object.entries(settings),
    ["processes of the tester", `${tester.processes}`],
    ["threads of the tester", `${tester.threads}`],
  ]);
}

/** Circumstances of a run: two groups may differ in these on purpose, the runs of one group may not. */
function serverTraits({ server, machine, tester }: RunResult): ReadonlyMap<string, string> {
  return new Map([
    ["server command", server.command ?? "none"],
    ["kind of server", server.kind ?? "unknown"],
    ["processor", `${machine.cores} × ${machine.cpu}`],
    ["memory of the machine", `${machine.memoryBytes} bytes`],
    ["Node", machine.node],
    ["chat-load", tester.version],
  ]);
}

/** Lists the traits in which runs differ from the first of them, a sentence each. */
function findDifferences(
  [first, ...others]: readonly NamedRun[],
  traitsOf: (result: RunResult) => ReadonlyMap<string, string>,
): string[] {
  if (!first) return [];
  const expected = traitsOf(first.result);
  return others.flatMap(({ file, result }) => {
    const traits = traitsOf(result);
    const names = [...new Set([...expected.keys(), ...traits.keys()])].filter(
      (trait) => traits.get(trait) !== expected.get(trait),
    );
    return names.map((trait) => {
      const [here, there] = [traits, expected].map((map) => displayText(map.get(trait) ?? "missing"));
      return `${displayText(trait)}: ${there} in ${name(first.file)}, ${here} in ${name(file)}.`;
    });
  });
}

function name(file: string): string {
  return displayText(file);
}
