// Counts the instructions in user space that a server takes for one message, by callgrind. Neither the speed of the machine nor what else
// runs on it changes them; what the kernel does for the server is not in them.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Contender } from "./comparison/contender.ts";
import { RunningServer } from "./comparison/running-server.ts";
import { endWithin } from "./load/benchmark.ts";
import { type ActName, Visitors } from "./load/visitors.ts";
import { chatServer, readBuild } from "./peers/chat-server.ts";
import { nodeRelay, nodeRelayOnread } from "./peers/relays.ts";

const ACTS: readonly ActName[] = ["direct message", "burst of 16", "/time", "shout"];

/** A shout has nine receivers, and its sender a receipt. */
const RESIDENTS = 10;

/** Acts until the compiler has done its work, and between two readings of the count. */
const WARM_UP = 15_000;
const TIMES = 1_000;

/** The smallest count of all samples is the one without a collection and without the compiler. */
const SAMPLES = 6;

/** The compiler works in the thread that is counted, at the same moments in each process. */
const FLAGS = ["--predictable", "--min-semi-space-size=64"];

const USAGE =
  "Usage: instructions [<name>=<checkout>]…   built servers of other checkouts, to be counted beside this one";

const builds = process.argv.slice(2).map((build) => readBuild(build) ?? fail(`${build} is no build.\n${USAGE}`));
if (spawnSync("valgrind", ["--version"]).error)
  fail("valgrind counts the instructions, and is not installed: apt-get install valgrind");
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
endWithin(1_800);

const folder = mkdtempSync(join(tmpdir(), "chat-bench-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const table: Record<string, Partial<Record<ActName, number>>> = {};
for (const contender of [chatServer, ...builds, nodeRelay, nodeRelayOnread]) {
  const isRelay = contender === nodeRelay || contender === nodeRelayOnread;
  // A relay gives the sender of a shout no receipt, for which the visitors would wait.
  const acts = isRelay ? ACTS.filter((act) => act !== "shout") : ACTS;
  table[contender.name] = await measure(contender, acts);
}
console.log(`Instructions in user space for one act, Node ${process.versions.node}`);
console.table(table, [...ACTS]);

async function measure(contender: Contender, acts: readonly ActName[]): Promise<Partial<Record<ActName, number>>> {
  await using server = await RunningServer.start(underCallgrind(contender));
  const visitors = await Visitors.join(server.port, RESIDENTS, "always the same");
  const counts: Partial<Record<ActName, number>> = {};
  for (const act of acts) {
    await visitors.repeat(act, WARM_UP);
    const samples: number[] = [];
    while (samples.length < SAMPLES) {
      takeCount(server.pid);
      await visitors.repeat(act, TIMES);
      samples.push(takeCount(server.pid) / TIMES);
    }
    counts[act] = Math.round(Math.min(...samples));
  }
  visitors.vanish();
  return counts;
}

function underCallgrind(contender: Contender): Contender {
  return {
    ...contender,
    prepare(own, port) {
      const { file, args } = contender.prepare(own, port);
      const tool = ["-q", "--tool=callgrind", `--callgrind-out-file=${join(folder, "counts")}`];
      return { file: "valgrind", args: [...tool, realpathSync(file), ...FLAGS, ...args] };
    },
  };
}

/** Returns the instructions since the last call. */
function takeCount(pid: number): number {
  execFileSync("callgrind_control", ["--dump", `${pid}`], { stdio: "pipe" });
  const dumps = readdirSync(folder).filter((name) => name.startsWith("counts."));
  const text = dumps.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
  for (const name of dumps) rmSync(join(folder, name));
  const [, count] = /^summary: (\d+)$/m.exec(text) ?? [];
  if (count === undefined) throw new Error("callgrind has written no count.");
  return Number(count);
}

function fail(problem: string): never {
  console.error(problem);
  process.exit(2);
}
