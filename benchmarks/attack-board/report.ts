import { writeFileSync } from "node:fs";
import type { NamedAttack } from "./attack.ts";
import { boundOf, type Claim, countLost, countWrong, netP99, type Verdict } from "./claim.ts";
import type { Findings } from "./session.ts";

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

/** Writes all rows as JSON: the page of the board is made from it. */
export function writeReport(file: string, rows: readonly Row[], { seconds }: { readonly seconds: number }): void {
  const report = {
    date: new Date().toISOString().slice(0, 10),
    seconds,
    node: process.version,
    rows: rows.map(toJson),
  };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
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

function toJson({ name, attack, over, verdict, claims, findings }: Row) {
  const { summary, aim } = attack;
  return {
    name,
    over,
    summary,
    aim,
    verdict,
    unmet: claims.filter(({ isMet }) => !isMet).map(({ what }) => what),
    findings,
  };
}

function ms(value: number): string {
  return Number.isNaN(value) ? "–" : value.toFixed(value < 10 ? 1 : 0);
}
