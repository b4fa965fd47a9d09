import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { OPEN_FILE_RESERVE, readOpenFileLimit } from "@chat/server";

/** Settings of a run. */
export interface RunPlan {
  readonly users: number;
  /** Chat servers that are one chat. A single one needs no broker. */
  readonly nodes: number;
  /** Processes that hold the users' ends of the connections. */
  readonly generators: number;
  /** True when a page is open on the first node. */
  readonly hasPage: boolean;
  /** Folder for the report, from the top of the repository; `null` for none. */
  readonly report: string | null;
  /** True when a wrong count ends the program with 1. */
  readonly isCheck: boolean;
  /** Command that repeats the run. */
  readonly command: string;
}

/** With room to spare below the 20,000 open files that a system often allows. */
const USERS_PER_NODE = 15_000;
const USERS_PER_GENERATOR = 17_000;

const USAGE = `Usage: pnpm bench many-users [options]

  --users <number>       users at the same time (default: 100000)
  --nodes <number>       chat servers (default: one for every ${USERS_PER_NODE} users, and at least 2)
  --generators <number>  processes for the users' ends (default: one for every ${USERS_PER_GENERATOR} users)
  --page                 ask the first node throughout what an open page asks
  --report <folder>      write report.md there, seen from the top of the repository
  --quick                2,000 users on 3 nodes: shows that everything works
  --check                exit with 1 when a count is off`;

/** Open files of a generator beside its users' sockets. */
const GENERATOR_RESERVE = 32;

/** Memory that a user takes in all processes and in the kernel together, and what the processes take before any user. */
const BYTES_PER_USER = 40 * 1_024;
const BYTES_PER_PROCESS = 150 * 1_024 ** 2;

/** Reads the command line. Ends the program when it is wrong, or when the machine has no room for what it asks for. */
export function readRunPlan(args: readonly string[]): RunPlan {
  try {
    const plan = parsePlan(args);
    checkOpenFiles(plan);
    checkMemory(plan);
    return plan;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function parsePlan(args: readonly string[]): RunPlan {
  const { values } = parseArgs({
    args: [...args],
    options: {
      users: { type: "string" },
      nodes: { type: "string" },
      generators: { type: "string" },
      page: { type: "boolean", default: false },
      report: { type: "string" },
      quick: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
    },
  });
  const users = readCount("--users", values.users, values.quick ? 2_000 : 100_000, 1_000_000);
  const nodes = readCount(
    "--nodes",
    values.nodes,
    values.quick ? 3 : Math.max(2, Math.ceil(users / USERS_PER_NODE)),
    64,
  );
  const generators = readCount("--generators", values.generators, Math.ceil(users / USERS_PER_GENERATOR), 200);
  if (users < 2 * Math.max(nodes, generators)) {
    throw new Error(`${users} users are too few for ${nodes} nodes and ${generators} generators: 2 for each at least.`);
  }
  return {
    users,
    nodes,
    generators,
    hasPage: values.page,
    report: values.report ?? null,
    isCheck: values.check,
    command: ["pnpm bench many-users", ...args].join(" "),
  };
}

function readCount(flag: string, text: string | undefined, preset: number, most: number): number {
  const count = Number(text ?? preset);
  if (Number.isSafeInteger(count) && count >= 1 && count <= most) return count;
  throw new Error(`${flag} takes a whole number from 1 to ${most}, and not ${text}.`);
}

/** Every process has the same limit as this one. */
function checkOpenFiles({ users, nodes, generators }: RunPlan): void {
  const limit = readOpenFileLimit();
  const forNode = Math.ceil(users / nodes) + OPEN_FILE_RESERVE;
  const forGenerator = Math.ceil(users / generators) + GENERATOR_RESERVE;
  const needed = Math.max(forNode, forGenerator);
  if (limit === null || limit >= needed) return;
  const remedy = `Allow more (ulimit -n ${Math.max(20_000, needed)}), or take more processes (--nodes, --generators).`;
  throw new Error(
    `${users} users on ${nodes} nodes and from ${generators} generators: a node needs ${forNode} open files, a generator ` +
      `${forGenerator}, and the system allows a process ${limit}. ${remedy}`,
  );
}

function checkMemory({ users, nodes, generators }: RunPlan): void {
  const [, kib] = /^MemAvailable:\s+(\d+)/m.exec(readFileSync("/proc/meminfo", "utf8")) ?? [];
  const availableMiB = Number(kib) / 1_024;
  const neededMiB = (users * BYTES_PER_USER + (nodes + generators + 1) * BYTES_PER_PROCESS) / 1_024 ** 2;
  if (!(availableMiB < neededMiB)) return;
  throw new Error(
    `${users} users need some ${Math.ceil(neededMiB)} MiB of memory, and ${Math.floor(availableMiB)} MiB are free. ` +
      "Take fewer (--users), or end other programs.",
  );
}

/** Time limit of each phase, in milliseconds: many times what it takes, so that only a hang reaches it. */
export const DEADLINES = {
  startMs: 15_000,
  joinMs: 600_000,
  shoutMs: 60_000,
  timeMs: 120_000,
  directMs: 60_000,
  listMs: 30_000,
  /** Until no node lists anybody who has left. */
  emptyMs: 60_000,
  /** Beyond its own deadline, a generator has this long to say what it found. */
  answerMs: 20_000,
} as const;
