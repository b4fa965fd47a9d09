// What each known kind of attack does to healthy users and to the server: the proof, each day, that nobody can harm the room.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { endWithin } from "../load/benchmark.ts";
import { slopeOf } from "../load/statistics.ts";
import type { NamedAttack } from "./attack.ts";
import { startRun } from "./attack-run.ts";
import { readOptions } from "./options.ts";
import { type BoardReport, makeReport, printTable, type Row } from "./report.ts";
import { KINDS_OF_SERVER, type KindOfServer } from "./session.ts";
import { Verdict } from "./verdict.ts";
import { findWeakness, isAsMeant, type Weakness, weaknesses } from "./weaknesses.ts";

/** Many times what each takes. */
const DEADLINE_S = 3 * 3_600;

const options = await readOptions();
const { attacks, seconds, build } = options;
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
endWithin(DEADLINE_S);
if (options.list) for (const { name, summary } of attacks) console.log(`${name.padEnd(24)}${summary}`);
else if (options.minutes > 0) await goOn(options.minutes);
else if (options.weakness === "all") {
  const reports: BoardReport[] = [];
  for (const planted of weaknesses) reports.push(await showAll("loop", planted));
  keep("weaknesses.json", reports);
} else {
  const planted = options.weakness === undefined ? null : findWeakness(options.weakness);
  for (const over of options.over) keep(`${over}.json`, await showAll(over, planted));
}

/** Carries out all attacks and shows what became of them. A weakness has to fail the rows that it names, and no others. */
async function showAll(over: KindOfServer, planted: Weakness | null): Promise<BoardReport> {
  if (planted) console.log(`\n${planted.name}: ${planted.summary}`);
  const rows = await runAll(over, planted);
  printTable(rows);
  const failed = rows.filter(({ verdict }) => verdict === Verdict.Failed).map(({ name }) => name);
  console.log(`failed: ${failed.join(", ") || "none"}; expected: ${planted?.rows.join(", ") ?? "none"}`);
  if (options.check && !rows.every((row) => isAsMeant(planted, row))) process.exitCode = 1;
  return makeReport(KINDS_OF_SERVER[over], rows, seconds, planted);
}

/** Goes on in random order on one server, and shows the slope of its memory over the second half. */
async function goOn(minutes: number): Promise<void> {
  const usual = attacks.filter(
    ({ flags, healthyUsers, endsServer, onlyOver }) => !flags && !healthyUsers && !endsServer && !onlyOver,
  );
  await using run = startRun({ over: "loop", build, weakness: options.weakness }, seconds);
  const endAt = performance.now() + minutes * 60_000;
  const memory: [hour: number, residentMiB: number][] = [];
  let failed = 0;
  while (performance.now() < endAt) {
    const row = await run.carryOut(usual[Math.floor(Math.random() * usual.length)] as NamedAttack);
    if (row.metrics) memory.push([performance.now() / 3_600_000, row.metrics.afterMiB]);
    if (row.verdict !== Verdict.Passed) failed += 1;
  }
  const slope = slopeOf(memory.slice(memory.length / 2)).toFixed(1);
  console.log(`${memory.length} attacks, ${failed} not passed; RSS over the second half: ${slope} MiB an hour`);
  if (options.check && failed > 0) process.exitCode = 1;
}

/** Carries out all attacks: those with the same flags on one server, one after the other. */
async function runAll(over: KindOfServer, planted: Weakness | null): Promise<Row[]> {
  const rows: Row[] = [];
  const serverOf = ({ flags, healthyUsers, endsServer }: NamedAttack) =>
    JSON.stringify([flags, healthyUsers, endsServer]);
  const meant = attacks.filter((attack) => isMeant(attack, over));
  for (const group of Map.groupBy(meant, serverOf).values()) {
    const { flags, healthyUsers } = group[0] as NamedAttack;
    await using run = startRun({ over, flags, healthyUsers, build, weakness: planted?.name }, seconds);
    for (const attack of group) rows.push(await run.carryOutUntil(attack, (row) => isAsMeant(planted, row)));
  }
  return rows;
}

function isMeant({ alsoOver = [], onlyOver }: NamedAttack, over: KindOfServer): boolean {
  if (onlyOver) return onlyOver === over;
  return over === "loop" || !options["changed-paths"] || alsoOver.includes(over);
}

function keep(file: string, content: unknown): void {
  if (options.report !== null) writeFileSync(join(options.report, file), `${JSON.stringify(content, null, 1)}\n`);
}
