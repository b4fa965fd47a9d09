import { toShort, toWhole } from "../load/format.ts";
import type { NamedAttack } from "./attack.ts";
import { type Metrics, toMetrics } from "./metrics.ts";
import type { Findings } from "./session.ts";
import { type Claim, Verdict, verdictOf } from "./verdict.ts";
import type { Weakness } from "./weaknesses.ts";

/** One attack and its verdict, as it is kept. */
export type Row = ReturnType<typeof makeRow>;
/** A run over one kind of server, as it is kept: the page of the board is made from it. */
export type BoardReport = ReturnType<typeof makeReport>;

/** Judges an attack by its claims. @param findings - `null` when it could not be carried out */
export function makeRow(attack: NamedAttack, claims: readonly Claim[], findings: Findings | null) {
  const { name, summary, aim } = attack;
  const unmet = claims.filter(({ isMet }) => !isMet).map(({ what }) => what);
  const { notes = [], told = [] } = findings ?? {};
  const metrics = findings && toMetrics(attack, findings);
  // It is carried out again when the verdict is not the expected one.
  return { name, summary, aim, verdict: verdictOf(claims), unmet, notes, told, tries: 1, metrics };
}

export function makeReport(over: string, rows: readonly Row[], seconds: number, weakness: Weakness | null) {
  return { over, date: new Date().toISOString().slice(0, 10), node: process.versions.node, seconds, weakness, rows };
}

const SIGNS: Record<Verdict, string> = { passed: "✓", failed: "✗", "not judged": "–" };

/** Prints a row at once, since all together take a while: what is wrong in full, what passed in one line. */
export function printRow({ name, summary, verdict, unmet, notes, told, metrics }: Row, over: string): void {
  const shown = metrics && describeMetrics(metrics);
  const inShort = shown ? `p99 ${shown.p99} ms, RSS ${shown.RSS} MiB, back in ${shown.recovery} s` : "";
  console.log(`${SIGNS[verdict]} ${name.padEnd(22)} over ${over.padEnd(8)}${inShort}`);
  if (verdict === Verdict.Passed) return;
  const details = [summary, ...unmet.map((what) => `${SIGNS[verdict]} ${what}`), ...notes, ...told];
  for (const text of details) console.log(`    ${text}`);
}

export function printTable(rows: readonly Row[]): void {
  const cells = rows.map(({ name, verdict, metrics }) => [name, { verdict, ...(metrics && describeMetrics(metrics)) }]);
  console.table(Object.fromEntries(cells));
}

/** Writes the metrics of a row for a table: times in milliseconds but for the recovery, memory in MiB, the log in KiB. */
export function describeMetrics(metrics: Metrics) {
  const { sent, lost, refused, wrong, cutOff, quietP50Ms, quietMaxMs, p50Ms, maxMs, recoveryMs } = metrics;
  return {
    p99: `${toShort(metrics.quietP99Ms)} → ${toShort(metrics.p99Ms)} (${toWhole(metrics.boundMs)})`,
    "p50, max": `${[quietP50Ms, quietMaxMs].map(toShort).join(", ")} → ${[p50Ms, maxMs].map(toShort).join(", ")}`,
    "sent, lost, refused, wrong, cut off": [sent, lost, refused, wrong, cutOff].join(", "),
    RSS: [metrics.beforeMiB, metrics.peakMiB, metrics.afterMiB].map(toWhole).join(", "),
    files: [metrics.openFilesBefore, metrics.peakOpenFiles, metrics.openFilesAfter].join(", "),
    "CPU (s)": toShort(metrics.processorMs / 1_000),
    log: toWhole(metrics.loggedBytes / 1_024),
    // In a report that was read, `null` stands for NaN.
    recovery: toShort(recoveryMs === null ? null : recoveryMs / 1_000),
  };
}
