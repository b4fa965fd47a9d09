// What each known kind of attack does to healthy users and to the server: the proof, each day, that nobody can harm the room.
import { parseArgs } from "node:util";
import { readOpenFileLimit } from "@chat/server";
import { endWithin } from "../load/benchmark.ts";
import type { NamedAttack } from "./attack.ts";
import { claimsOf, Verdict, verdictOf } from "./claim.ts";
import { findAttacks } from "./find-attacks.ts";
import { printRow, printTable, type Row, writeReport } from "./report.ts";
import { Session, type SessionOptions } from "./session.ts";
import { findWeakness } from "./weaknesses.ts";

const USAGE = `Usage: pnpm attack-board [options]

  --only <name,name>    only these attacks (--list names them)
  --seconds <number>    how long each goes on that has no end of its own (default: 10)
  --over <kind>         loop, threads (two) or nodes (two), or several with commas (default: loop)
  --changed-paths       over threads and nodes, only the attacks that take another path there
  --weakness <name>     plants a weakness into the server first: the rows that it names have to fail, and no others
  --minutes <number>    goes on in random order on one server, and shows the slope of its memory
  --build <folder>      the built server of another checkout instead of this one's sources
  --report <file>       writes the rows as JSON
  --check               exit with 1 unless every row has passed, or failed as its weakness says
  --list                names all attacks`;

/** Files that a process must be allowed to have open for the largest attacks. */
const OPEN_FILES = 20_000;

/** Many times what each takes. */
const DEADLINE_S = 3 * 3_600;

const options = readOptions();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
endWithin(DEADLINE_S);
const attacks = await chooseAttacks();
if (options.list) {
  for (const { name, summary } of attacks) console.log(`${name.padEnd(24)}${summary}`);
  process.exit();
}
const rows: Row[] = [];
for (const over of options.over) await runAll(over);
printTable(rows);
if (options.report !== undefined) writeReport(options.report, rows, options);
const wrong = rows.filter((row) => (row.verdict === Verdict.Passed) === mustFail(row.name));
if (options.weakness !== undefined) {
  console.log(wrong.length === 0 ? "The rows that it names have failed, and no others." : "Not as the weakness says:");
  for (const { name, verdict } of wrong) console.log(`  ${name}: ${verdict}`);
}
if (options.check && wrong.length > 0) process.exitCode = 1;

/** Carries out all attacks: those with the same flags on one server, one after the other. */
async function runAll(over: Over): Promise<void> {
  const chosen = attacks.filter(
    ({ alsoOver = [] }) => !options.changedPaths || over === "loop" || alsoOver.includes(over),
  );
  for (const group of groupByServer(chosen)) {
    let session: Session | null = null;
    for (const attack of group) {
      session ??= await Session.start(sessionOptions(attack, over));
      const row = await carryOut(attack, session, over);
      rows.push(row);
      printRow(row);
      // Whoever was harmed is no measure for the next attack.
      if (row.verdict !== Verdict.Passed || attack.endsServer) {
        await session[Symbol.asyncDispose]();
        session = null;
      }
    }
    await session?.[Symbol.asyncDispose]();
  }
}

async function carryOut(attack: NamedAttack, session: Session, over: Over): Promise<Row> {
  try {
    const findings = await session.run(attack, options.seconds);
    const claims = claimsOf(attack, findings);
    return { name: attack.name, attack, over, verdict: verdictOf(claims), claims, findings };
  } catch (error) {
    const claims = [{ what: `it can be carried out (${(error as Error).message})`, isMet: false }];
    return { name: attack.name, attack, over, verdict: Verdict.Failed, claims, findings: null };
  }
}

function sessionOptions({ flags = [], healthyUsers }: NamedAttack, over: Over): SessionOptions {
  const { build, weakness } = options;
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

function mustFail(name: string): boolean {
  return options.weakness !== undefined && findWeakness(options.weakness).rows.includes(name);
}

async function chooseAttacks(): Promise<NamedAttack[]> {
  const all = await findAttacks();
  const names = options.only?.split(",") ?? all.map(({ name }) => name);
  const unknown = names.find((name) => !all.some((attack) => attack.name === name));
  if (unknown !== undefined) fail(`There is no attack "${unknown}": --list names them.`);
  return all.filter(({ name }) => names.includes(name));
}

type Over = "loop" | "threads" | "nodes";

function readOptions() {
  const { values } = readCommandLine();
  if (values.help) {
    console.log(USAGE);
    process.exit();
  }
  const seconds = Number(values.seconds);
  if (!(seconds >= 1)) fail(`--seconds takes a number from 1 on, and not ${values.seconds}.`);
  const over = values.over.split(",");
  const isOver = (text: string): text is Over => ["loop", "threads", "nodes"].includes(text);
  if (!over.every(isOver)) fail(`--over takes loop, threads and nodes, and not ${values.over}.`);
  if (values.weakness !== undefined) findWeakness(values.weakness);
  if ((readOpenFileLimit() ?? 0) < OPEN_FILES)
    fail(`A process must be allowed ${OPEN_FILES} open files: ulimit -n ${OPEN_FILES}`);
  return { ...values, seconds, over, changedPaths: values["changed-paths"] };
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
