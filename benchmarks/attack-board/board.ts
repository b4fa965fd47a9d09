// What each known kind of attack does to healthy users and to the server: the proof, each day, that nobody can harm the room.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readOpenFileLimit } from "@chat/server";
import { endWithin } from "../load/benchmark.ts";
import type { NamedAttack } from "./attack.ts";
import { claimsOf } from "./claims.ts";
import { findAttacks } from "./find-attacks.ts";
import { type BoardReport, makeReport, printRow, printTable, type Row } from "./report.ts";
import { Session, type SessionOptions } from "./session.ts";
import { Verdict, verdictOf } from "./verdict.ts";
import { findWeakness, isAsMeant, weaknesses } from "./weaknesses.ts";

const USAGE = `Usage: pnpm attack-board [options]

  --only <name,name>    only these attacks (--list names them)
  --seconds <number>    how long each goes on that has no end of its own (default: 10)
  --over <kind>         loop, threads (two) or nodes (two), or several with commas (default: loop)
  --changed-paths       over threads and nodes, only the attacks that take another path there
  --weakness <name>     plants a weakness into the server first, or all in turn: the rows that it names have to fail, and no others
  --minutes <number>    goes on in random order on one server, and shows the slope of its memory
  --build <folder>      the built server of another checkout instead of this one's sources
  --report <folder>     writes loop.json, threads.json, nodes.json or weaknesses.json there
  --check               exit with 1 unless every row has passed, or failed as its weakness says
  --list                names all attacks`;

/** Files that a process must be allowed to have open for the largest attacks. */
const OPEN_FILES = 20_000;

/** Many times what each takes. */
const DEADLINE_S = 3 * 3_600;

/** A weakness fails its rows each time; what else the machine does, now and then: a row is tried again, and says so. */
const MAX_TRIES = 3;

const OVER_NAMES = { loop: "one loop", threads: "two threads", nodes: "two nodes" } as const;

const options = readOptions();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
endWithin(DEADLINE_S);
const attacks = await chooseAttacks();
if (options.list) {
  for (const { name, summary } of attacks) console.log(`${name.padEnd(24)}${summary}`);
  process.exit();
}
if (options.minutes > 0) await goOnFor(options.minutes);
else if (options.weakness === "all") await plantAll();
else {
  for (const over of options.over) {
    const rows = await runAll(over);
    printTable(rows);
    keep(`${over}.json`, makeReport(OVER_NAMES[over], rows, options.seconds, null));
    failUnless(rows.every((row) => isAsExpected(row)));
  }
}

/** Plants each weakness, one after the other, and shows which rows it has failed. */
async function plantAll(): Promise<void> {
  const reports: BoardReport[] = [];
  for (const weakness of weaknesses) {
    console.log(`\n${weakness.name}: ${weakness.summary}`);
    const rows = await runAll("loop", weakness.name);
    const failed = rows.filter(({ verdict }) => verdict === Verdict.Failed).map(({ name }) => name);
    const isFound = rows.every((row) => isAsExpected(row, weakness.name));
    console.log(`${isFound ? "✓" : "✗"} failed: ${failed.join(", ") || "none"}; expected: ${weakness.rows.join(", ")}`);
    failUnless(isFound);
    reports.push(makeReport("one loop", rows, options.seconds, weakness));
  }
  keep("weaknesses.json", reports);
}

/** Goes on in random order on one server, and shows the slope of its memory over the second half. */
async function goOnFor(minutes: number): Promise<void> {
  const usual = attacks.filter(({ flags, healthyUsers, endsServer }) => !flags && !healthyUsers && !endsServer);
  const endAt = performance.now() + minutes * 60_000;
  const memory: [minute: number, residentMiB: number][] = [];
  let session = await Session.start(sessionOptions({}, "loop"));
  let failed = 0;
  while (performance.now() < endAt) {
    const attack = usual[Math.floor(Math.random() * usual.length)] as NamedAttack;
    const row = await carryOut(attack, session, "loop");
    printRow(row);
    if (row.findings) memory.push([performance.now() / 60_000, row.findings.server.afterMiB]);
    if (row.verdict === Verdict.Passed) continue;
    failed += 1;
    await session[Symbol.asyncDispose]();
    session = await Session.start(sessionOptions({}, "loop"));
  }
  await session[Symbol.asyncDispose]();
  const slope = slopeOf(memory.slice(memory.length / 2)) * 60;
  console.log(
    `${memory.length} attacks, ${failed} not passed; RSS over the second half: ${slope.toFixed(1)} MiB an hour`,
  );
  failUnless(failed === 0);
}

/** The slope of the straight line that is nearest to the points. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return above / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

function keep(file: string, report: unknown): void {
  if (options.report !== undefined) writeFileSync(join(options.report, file), `${JSON.stringify(report, null, 1)}\n`);
}

function failUnless(isAsExpected: boolean): void {
  if (options.check && !isAsExpected) process.exitCode = 1;
}

/** Carries out all attacks: those with the same flags on one server, one after the other. */
async function runAll(over: Over, weakness = options.weakness): Promise<Row[]> {
  const rows: Row[] = [];
  const isMeant = ({ alsoOver = [], onlyOver }: NamedAttack) => {
    if (onlyOver) return onlyOver === over;
    return !options.changedPaths || over === "loop" || alsoOver.includes(over);
  };
  const chosen = attacks.filter(isMeant);
  for (const group of groupByServer(chosen)) {
    let session: Session | null = null;
    for (const attack of group) {
      let row: Row;
      let tries = 0;
      do {
        session ??= await Session.start(sessionOptions(attack, over, weakness));
        row = { ...(await carryOut(attack, session, over)), tries: ++tries };
        printRow(row);
        // Whoever was harmed is no measure for the next attack.
        if (row.verdict !== Verdict.Passed || attack.endsServer) {
          await session[Symbol.asyncDispose]();
          session = null;
        }
      } while (!isAsExpected(row, weakness) && tries < MAX_TRIES);
      rows.push(row);
    }
    await session?.[Symbol.asyncDispose]();
  }
  return rows;
}

async function carryOut(attack: NamedAttack, session: Session, over: Over): Promise<Row> {
  try {
    const findings = await session.run(attack, options.seconds);
    const claims = claimsOf(attack, findings);
    return { name: attack.name, attack, over, verdict: verdictOf(claims), claims, findings, tries: 1 };
  } catch (error) {
    const claims = [{ what: `it can be carried out (${(error as Error).message})`, isMet: false }];
    return { name: attack.name, attack, over, verdict: Verdict.Failed, claims, findings: null, tries: 1 };
  }
}

function sessionOptions(
  { flags = [], healthyUsers }: Pick<NamedAttack, "flags" | "healthyUsers">,
  over: Over,
  weakness?: string,
): SessionOptions {
  const { build } = options;
  return {
    flags,
    healthyUsers,
    threads: over === "threads" ? 2 : 1,
    nodes: over === "nodes" ? 2 : 1,
    build,
    weakness,
  };
}

function groupByServer(chosen: readonly NamedAttack[]): NamedAttack[][] {
  const keyOf = ({ flags = [], healthyUsers = 0, endsServer }: NamedAttack) =>
    JSON.stringify([flags, healthyUsers, endsServer ?? false]);
  return [...Map.groupBy(chosen, keyOf).values()];
}

function isAsExpected({ name, verdict }: Row, weaknessName = options.weakness): boolean {
  if (weaknessName === undefined) return verdict === Verdict.Passed;
  return isAsMeant(findWeakness(weaknessName), name, verdict);
}

async function chooseAttacks(): Promise<NamedAttack[]> {
  const all = await findAttacks();
  const names = options.only?.split(",") ?? all.map(({ name }) => name);
  const unknown = names.find((name) => !all.some((attack) => attack.name === name));
  if (unknown !== undefined) fail(`There is no attack "${unknown}": --list names them.`);
  return all.filter(({ name }) => names.includes(name));
}

type Over = keyof typeof OVER_NAMES;

function readOptions() {
  const { values } = readCommandLine();
  if (values.help) {
    console.log(USAGE);
    process.exit();
  }
  const seconds = Number(values.seconds);
  if (!(seconds >= 1)) fail(`--seconds takes a number from 1 on, and not ${values.seconds}.`);
  const over = values.over.split(",");
  const isOver = (text: string): text is Over => Object.hasOwn(OVER_NAMES, text);
  if (!over.every(isOver)) fail(`--over takes loop, threads and nodes, and not ${values.over}.`);
  if (values.weakness !== undefined && values.weakness !== "all") findWeakness(values.weakness);
  const minutes = Number(values.minutes);
  if (!(minutes >= 0)) fail(`--minutes takes a number, and not ${values.minutes}.`);
  if ((readOpenFileLimit() ?? 0) < OPEN_FILES)
    fail(`A process must be allowed ${OPEN_FILES} open files: ulimit -n ${OPEN_FILES}`);
  return { ...values, seconds, minutes, over, changedPaths: values["changed-paths"] };
}

function readCommandLine() {
  try {
    return parseArgs({
      options: {
        only: { type: "string" },
        seconds: { type: "string", default: "10" },
        over: { type: "string", default: "loop" },
        "changed-paths": { type: "boolean", default: false },
        weakness: { type: "string" },
        minutes: { type: "string", default: "0" },
        build: { type: "string" },
        report: { type: "string" },
        check: { type: "boolean", default: false },
        list: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    fail((error as Error).message);
  }
}

function fail(problem: string): never {
  console.error(`${problem}\n\n${USAGE}`);
  process.exit(2);
}
