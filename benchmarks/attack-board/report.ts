import type { NamedAttack } from "./attack.ts";
import { boundOf, countLost, countWrong, netP99 } from "./claims.ts";
import type { Findings } from "./session.ts";
import type { Claim, Verdict } from "./verdict.ts";
import type { Weakness } from "./weaknesses.ts";

/** One attack on one kind of server, and its verdict. */
export interface Row {
  readonly name: string;
  readonly attack: NamedAttack;
  /** The kind of server: one loop, two threads or two nodes. */
  readonly over: string;
  readonly verdict: Verdict;
  readonly claims: readonly Claim[];
  /** `null` when it could not be carried out. */
  readonly findings: Findings | null;
  /** The number of times it was carried out: again when the verdict was not the expected one. */
  readonly tries: number;
}

const SIGNS: Record<Verdict, string> = { passed: "✓", failed: "✗", "not judged": "–" };

/** Prints a row at once, since all together take a while: what is wrong in full, what passed in one line. */
export function printRow({ name, over, verdict, attack, claims, findings }: Row): void {
  const [metrics = ""] = findings ? [summarize(findings)] : [];
  console.log(`${SIGNS[verdict]} ${name.padEnd(22)} over ${over.padEnd(8)}${metrics}`);
  if (verdict === "passed") return;
  console.log(`    ${attack.summary}`);
  for (const { what, isMet, isExplained } of claims) {
    if (!isMet) console.log(`    ${isExplained ? "–" : "✗"} ${what}`);
  }
  for (const text of [...(findings?.outcome.notes ?? []), ...(findings?.told ?? [])]) console.log(`    · ${text}`);
}

function summarize({ crowd, server }: Findings): string {
  const { quiet, attack } = crowd.phases;
  const memory = [server.beforeMiB, server.peakMiB, server.afterMiB].map((value) => value.toFixed(0)).join("/");
  return `p99 ${ms(netP99(quiet))} → ${ms(netP99(attack))} ms, RSS ${memory} MiB, back in ${(server.recoveryMs / 1_000).toFixed(1)} s`;
}

export function printTable(rows: readonly Row[]): void {
  console.log();
  console.table(Object.fromEntries(rows.map((row) => [`${row.name} (${row.over})`, toRecord(row)])));
}

/** A run over one kind of server, as it is kept: the page of the board is made from it. */
export interface BoardReport {
  readonly over: string;
  readonly date: string;
  readonly node: string;
  readonly seconds: number;
  readonly weakness: Weakness | null;
  readonly rows: readonly ReportedRow[];
}

/** A row of a report. */
export interface ReportedRow {
  readonly name: string;
  readonly summary: string;
  readonly aim: string;
  readonly verdict: Verdict;
  readonly unmet: readonly string[];
  readonly notes: readonly string[];
  readonly told: readonly string[];
  readonly tries: number;
  readonly metrics: ReturnType<typeof toMetrics> | null;
}

/** Makes the report of a run. */
export function makeReport(
  over: string,
  rows: readonly Row[],
  seconds: number,
  weakness: Weakness | null,
): BoardReport {
  const date = new Date().toISOString().slice(0, 10);
  return { over, date, node: process.versions.node, seconds, weakness, rows: rows.map(toReported) };
}

function toRecord({ verdict, attack, findings }: Row): Record<string, string> {
  if (!findings) return { verdict };
  const { crowd, server } = findings;
  const { quiet, attack: attacked } = crowd.phases;
  return {
    verdict,
    "quiet p50 p99": [quiet.p50Ms, netP99(quiet)].map(ms).join(" "),
    "p50 p99 max (ms)": [attacked.p50Ms, netP99(attacked), attacked.maxMs].map(ms).join(" "),
    bound: ms(boundOf(attack, crowd)),
    "sent, lost, wrong": [crowd.totals.sent, countLost(crowd), countWrong(crowd.totals)].join(" "),
    "cut off": `${crowd.cutOff}`,
    "RSS (MiB)": [server.beforeMiB, server.peakMiB, server.afterMiB].map((value) => value.toFixed(0)).join(" "),
    files: [server.openFilesBefore, server.peakOpenFiles, server.openFilesAfter].join(" "),
    "CPU (s)": (server.processorMs / 1_000).toFixed(1),
    "log (KiB)": (findings.loggedBytes / 1_024).toFixed(0),
    "back (s)": (server.recoveryMs / 1_000).toFixed(1),
  };
}

function toReported({ name, attack, verdict, claims, findings, tries }: Row): ReportedRow {
  return {
    name,
    summary: attack.summary,
    aim: attack.aim,
    verdict,
    unmet: claims.filter(({ isMet }) => !isMet).map(({ what }) => what),
    notes: findings?.outcome.notes ?? [],
    told: findings?.told ?? [],
    tries,
    metrics: findings && toMetrics(attack, findings),
  };
}

function toMetrics(attack: NamedAttack, { crowd, server, loggedBytes }: Findings) {
  const { quiet, attack: attacked } = crowd.phases;
  return {
    sent: crowd.totals.sent,
    lost: countLost(crowd),
    wrong: countWrong(crowd.totals),
    cutOff: crowd.cutOff,
    quietP50Ms: quiet.p50Ms,
    quietP99Ms: netP99(quiet),
    p50Ms: attacked.p50Ms,
    p99Ms: netP99(attacked),
    maxMs: attacked.maxMs,
    latenessP99Ms: attacked.lateness.p99Ms,
    boundMs: boundOf(attack, crowd),
    ...server,
    loggedBytes,
  };
}

function ms(value: number): string {
  return Number.isNaN(value) ? "–" : value.toFixed(value < 10 ? 1 : 0);
}
