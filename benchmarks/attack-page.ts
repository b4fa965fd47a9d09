// Writes docs/attack-board.md and its picture from the reports of `pnpm attack-board` and `pnpm bench attack-peers`.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BoardReport, describeMetrics, type Row } from "./attack-board/report.ts";
import { findWeakness, isAsMeant } from "./attack-board/weaknesses.ts";
import { drawPeers } from "./attack-peers/draw-peers.ts";
import type { PeerReport } from "./attack-peers/peer-report.ts";
import { PALETTES } from "./comparison/bar-chart.ts";
import { toShort, toWhole, writeMarkdownTable } from "./load/format.ts";

const DOCS = new URL("../docs/", import.meta.url);
const REPORTS = new URL("reports/attack-board/", DOCS);

const boards = ["loop", "threads", "nodes"]
  .map((name) => read<BoardReport>(`${name}.json`))
  .filter((board) => board !== null);
const weaknesses = read<BoardReport[]>("weaknesses.json") ?? [];
const peers = read<PeerReport>("peers.json");

const page = `# The attack board

Each row is one kind of attack on the command \`chat-server\` with its default limits. 300 healthy users in pairs write numbered messages to each
other every 200 ms throughout. A row has passed when every message arrived once, in order and whole, nobody was cut off, the p99 was at most three times
that of the quiet time before or the row's own bound, memory stayed within the budget that the row names, and all was as before within 10 s.
How to run it, and how to add an attack: [benchmarks](../benchmarks/README.md). This page is written by \`pnpm bench attack-page\`.

${boards.map(writeBoard).join("\n\n")}

## What finds a weakness

A weakness is planted into the server's source. It has to fail the rows that are named for it, each time, and no others but
those on which it acts too little to fail them each time.

${weaknesses.length === 0 ? "Not run yet." : writeMarkdownTable([["weakness", "rows that failed", "may pass or fail", "as expected"], ...weaknesses.map(toWeaknessCells)])}

${peers ? writePeers(peers) : ""}
`;
writeFileSync(new URL("attack-board.md", DOCS), `${page.trimEnd()}\n`);
if (peers) {
  for (const theme of ["light", "dark"] as const) {
    writeFileSync(new URL(`pictures/attack-peers-${theme}.svg`, DOCS), drawPeers(peers, PALETTES[theme]));
  }
}
console.log(`Written: ${fileURLToPath(new URL("attack-board.md", DOCS))}`);

function read<Report>(file: string): Report | null {
  const url = new URL(file, REPORTS);
  return existsSync(url) ? (JSON.parse(readFileSync(url, "utf8")) as Report) : null;
}

function writeBoard({ over, date, node, seconds, rows }: BoardReport): string {
  const passed = rows.filter(({ verdict }) => verdict === "passed").length;
  const header = [
    "attack",
    "what it does, and what it aims at",
    "verdict",
    "p99 quiet → attacked (bound), ms",
    "RSS before, peak, after, MiB",
    "CPU, s",
    "log, KiB",
    "as before after, s",
  ];
  return `## Over ${over}: ${passed} of ${rows.length} passed

${date}, Node ${node}, ${seconds} s a row.

${writeMarkdownTable([header, ...rows.map(toCells)])}`;
}

function toCells({ name, summary, aim, verdict, tries, metrics }: Row): string[] {
  const shown = metrics && describeMetrics(metrics);
  return [
    name,
    `${summary} *${aim}*`,
    tries === 1 ? verdict : `${verdict}, try ${tries}`,
    ...(shown ? [shown.p99, shown.RSS, shown["CPU (s)"], shown.log, shown.recovery] : Array<string>(5).fill("")),
  ];
}

function toWeaknessCells({ weakness: planted, rows }: BoardReport): string[] {
  if (!planted) throw new Error("A report of weaknesses has a run without one: make it anew with --weakness all.");
  const weakness = findWeakness(planted.name);
  const failed = rows.filter(({ verdict }) => verdict === "failed").map(({ name }) => name);
  return [
    `${weakness.name}: ${weakness.summary}`,
    failed.join(", ") || "none",
    weakness.mayFail?.join(", ") ?? "",
    rows.every((row) => isAsMeant(weakness, row)) ? "yes" : "no",
  ];
}

function writePeers({ date, machine, rows }: PeerReport): string {
  const servers = [...new Map(rows.map(({ server, version }) => [server, version]))];
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const cell = (server: string, kind: string) => {
    const row = rows.find((each) => each.server === server && each.kind === kind);
    if (!row) return "";
    if (row.failure !== null) return `not carried out: ${row.failure}`;
    const cutOff = row.cutOff > 0 ? `, ${row.cutOff} cut off` : "";
    return `${row.delivered.toFixed(row.delivered === 100 ? 0 : 1)} %, ${toShort(row.p99Ms)} ms, ${toWhole(row.grownMiB)} MiB${cutOff}`;
  };
  return `## Beside others

The kinds of attack that other protocols know as well, on each server with its defaults but for what would hold up the healthy users themselves: no limit of
connections for each address, no delay of commands, no look-ups of names (\`benchmarks/peers/\`). In each cell: how much of what 40 healthy users wrote to one
another arrived, the p99 of it under attack, and how far the server's memory grew. In the picture, green is a p99 of at most 100 ms and brown of at most 1 s;
red is later than that, or harm: messages that never arrived, or users who were cut off. ${date}, ${machine}.

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="pictures/attack-peers-dark.svg">
  <img alt="What arrived under each kind of attack, and how late, for each server" src="pictures/attack-peers-light.svg">
</picture>

${writeMarkdownTable([["attack", ...servers.map(([server, version]) => `${server} ${version}`)], ...kinds.map((kind) => [kind, ...servers.map(([server]) => cell(server, kind))])])}`;
}
