import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { readOpenFileLimit } from "@chat/server";
import type { NamedAttack } from "./attack.ts";
import { findAttacks } from "./find-attacks.ts";
import { KINDS_OF_SERVER, type KindOfServer } from "./session.ts";
import { findWeakness } from "./weaknesses.ts";

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

/** Reads the command line. Ends the process after `--help`, and with 2 when something is wrong. */
export async function readOptions() {
  try {
    return await parse();
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return process.exit(2);
  }
}

async function parse() {
  const { values } = parseArgs({
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
  if (values.help) {
    console.log(USAGE);
    process.exit();
  }
  const [seconds, minutes] = [Number(values.seconds), Number(values.minutes)];
  if (!(seconds >= 1 && minutes >= 0)) throw new Error("--seconds takes a number from 1 on, and --minutes from 0 on.");
  const over = values.over.split(",");
  const isKind = (text: string): text is KindOfServer => Object.hasOwn(KINDS_OF_SERVER, text);
  if (!over.every(isKind)) throw new Error(`--over takes loop, threads and nodes, and not ${values.over}.`);
  if (values.weakness !== undefined && values.weakness !== "all") findWeakness(values.weakness);
  if ((readOpenFileLimit() ?? 0) < OPEN_FILES)
    throw new Error(`A process must be allowed ${OPEN_FILES} open files: ulimit -n ${OPEN_FILES}`);
  const attacks = choose(await findAttacks(), values.only?.split(","));
  // The package manager changes to the folder of the benchmarks first.
  const report = values.report === undefined ? null : resolve(process.env.INIT_CWD ?? "", values.report);
  if (report !== null) mkdirSync(report, { recursive: true });
  return { ...values, attacks, seconds, minutes, over, report };
}

/** @param names - of the attacks that are wanted; all when not given */
function choose(attacks: readonly NamedAttack[], names?: readonly string[]): readonly NamedAttack[] {
  const unknown = names?.find((name) => !attacks.some((attack) => attack.name === name));
  if (unknown !== undefined) throw new Error(`There is no attack "${unknown}": --list names them.`);
  return attacks.filter(({ name }) => names?.includes(name) ?? true);
}
