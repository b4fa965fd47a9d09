import { describeTargets } from "../load/benchmark.ts";
import { sum, type Table, writeMarkdownTable } from "../load/format.ts";
import { ProcessKind, type ProcessUsage, type RunResult, type Spread, type Tally } from "./run-result.ts";
import { checkRun } from "./run-targets.ts";

type Row = Table[number];

const KIND_TITLES: Readonly<Record<ProcessKind, string>> = {
  [ProcessKind.Node]: "nodes",
  [ProcessKind.Broker]: "nats-server",
  [ProcessKind.Generator]: "generators",
};

/** Writes the findings of a run as a page. */
export function writePage(result: RunResult): string {
  const { users, nodes, generators, date, machine, command, seconds, versions, logged } = result;
  const parts = [
    `# ${format(users)} users on ${nodes === 1 ? "one node" : `${nodes} nodes`}`,
    `Measured on ${date}, in ${seconds.toFixed(0)} s, on ${machine}. Everything ran on this one machine over loopback: ` +
      `${nodes} chat-server processes with their default limits${nodes === 1 ? "" : ", one nats-server"} and ${generators} ` +
      `generators (a program in C), which share its cores. The load average before was ${result.loadBefore.toFixed(1)}: other programs.`,
    `Versions: ${Object.entries(versions)
      .map(([program, version]) => `${program} ${version}`)
      .join(", ")}.`,
    `To repeat it: \`ulimit -n 20000 && ${command}\``,
    "## What has to hold",
    describeTargets(checkRun(result))
      .map((line) => `- ${line}`)
      .join("\n"),
    ...(logged.length === 0 ? [] : ["The nodes warned:", listTallies(logged)]),
    "## What it took",
    writeMarkdownTable([
      ["", "done", "seconds", "a second", "p50, ms", "p99, ms", "largest, ms"],
      ...phaseRows(result),
    ]),
    "Joins: from connecting to the welcome, 512 at a time. Answers: from the question, 512 at a time.",
    "### A shout to everybody",
    "From the shouter's write on, in ms. The receipt can come before the last user has the shout.",
    writeMarkdownTable([
      ["", "received by", "first", "median", "last", "receipt"],
      ...result.shouts.map(
        ({ shouter, node, received, ...times }): Row => [
          `u${shouter} on node ${node + 1}`,
          format(received),
          ...[times.firstMs, times.p50Ms, times.lastMs, times.receiptMs].map((ms) => (ms === null ? "–" : toFixed(ms))),
        ],
      ),
    ]),
    "### Direct messages",
    "From the sender's write to the receiver's read, at 10,000 a second in all.",
    writeMarkdownTable([
      ["receiver's node", "sent", "received", "p50, ms", "p99, ms", "largest, ms"],
      ...result.rounds.map(
        ({ nodesApart, sent, received, took }): Row => [
          nodesApart === 0 ? "the same" : `${nodesApart} further on`,
          format(sent),
          format(received),
          ...spread(took),
        ],
      ),
    ]),
    "### Lists",
    `All nodes listed the same users ${slowestList(result.lists)} ms after the last join. When all had left at the same moment, ` +
      `somebody came to one node after the other, and found nobody on any of them ${slowestList(result.listsAfterLeave)} ms after that.`,
    "## Processor time, in seconds",
    writeMarkdownTable([["", ...phaseNames(result)], ...processRows(result, cpuCells)]),
    `## Memory, in MiB`,
    writeMarkdownTable([["", "before", "all joined", "most ever"], ...processRows(result, memoryCells)]),
    `What all TCP sockets held in the kernel when all had joined: ${toFixed(result.tcpMiB)} MiB. The machine never had less ` +
      `than ${format(Math.round(result.leastAvailableMiB))} MiB to spare.`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function phaseRows({ joins, time }: RunResult): Row[] {
  return [
    ["joins", format(joins.joined), toFixed(joins.seconds), format(Math.round(joins.perSecond)), ...spread(joins.took)],
    [
      "`/time` answered",
      format(time.answered),
      toFixed(time.seconds),
      format(Math.round(time.perSecond)),
      ...spread(time.took),
    ],
  ];
}

function phaseNames({ phases }: RunResult): string[] {
  return Object.entries(phases).map(([phase, seconds]) => `${phase} (${toFixed(seconds)} s)`);
}

/** A row for each process, and one for all of a kind where there are several. */
function processRows({ processes }: RunResult, cells: (usages: readonly ProcessUsage[]) => string[]): Row[] {
  return Object.values(ProcessKind).flatMap((kind) => {
    const usages = processes.filter((usage) => usage.kind === kind);
    const rows = usages.map((usage): Row => [usage.name, ...cells([usage])]);
    return usages.length < 2 ? rows : [...rows, [`**all ${KIND_TITLES[kind]}**`, ...cells(usages)]];
  });
}

function cpuCells(usages: readonly ProcessUsage[]): string[] {
  const phases = Object.keys(usages[0]?.cpuSeconds ?? {});
  return phases.map((phase) => toFixed(sum(usages.map(({ cpuSeconds }) => cpuSeconds[phase] ?? 0))));
}

function memoryCells(usages: readonly ProcessUsage[]): string[] {
  return (["beforeMiB", "joinedMiB", "peakMiB"] as const).map((key) =>
    format(Math.round(sum(usages.map((usage) => usage[key])))),
  );
}

function slowestList(lists: RunResult["lists"]): string {
  return Math.max(...lists.map(({ afterMs }) => afterMs)).toFixed(0);
}

function spread({ p50Ms, p99Ms, maxMs }: Spread): string[] {
  return [p50Ms, p99Ms, maxMs].map(toFixed);
}

function listTallies(tallies: readonly Tally[]): string {
  return tallies.map(({ text, count }) => `- ${count} × ${text}`).join("\n");
}

function format(value: number): string {
  return new Intl.NumberFormat("en-US").format(value);
}

function toFixed(value: number): string {
  return value.toFixed(1);
}
