// Our server beside its peers, on this machine and in one go, under the same load.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checkLines, OURS } from "./comparison/acceptance.ts";
import { drawBarCharts, PALETTES } from "./comparison/bar-chart.ts";
import { compareGenerators } from "./comparison/chat-load.ts";
import { type Comparison, wasQuiet } from "./comparison/comparison.ts";
import { writeConsoleReport } from "./comparison/console-report.ts";
import type { Contender } from "./comparison/contender.ts";
import { describeMachine } from "./comparison/machine.ts";
import { MEASURE_GROUPS, MEASURES } from "./comparison/measures.ts";
import type { Metrics } from "./comparison/metrics.ts";
import { compileNativePrograms } from "./comparison/native-programs.ts";
import { updatePage } from "./comparison/page.ts";
import { compareBuilds } from "./comparison/regressions.ts";
import { Rounds } from "./comparison/rounds.ts";
import { endWithin } from "./load/benchmark.ts";
import { quantile } from "./load/statistics.ts";
import { readBuild } from "./peers/chat-server.ts";
import { contenders as allContenders } from "./peers/index.ts";

const USAGE = `Usage: pnpm bench:peers [options]

  --rounds <number>         how many rounds (default: 9)
  --servers <name,name>     only these servers (with --build: chat-server alone by default): ${allContenders.map(({ name }) => name).join(", ")}
  --only <group,group>      only these measures: ${[...MEASURE_GROUPS, "chat-load"].join(", ")}
  --build <name=folder>     the built server of another checkout beside this one, or its cli.js; may be given many times
  --quick                   one short round of the servers that need no installation: shows that everything works
  --check                   exit with 1 when a line is missed, or our server is worse than a build
  --write                   write the metrics of this run into docs/ (a run of everything does so on a quiet machine)
  --no-write                never write them
  --redraw                  measure nothing: write docs/ anew from docs/reports/peers.json`;

/** Enough to show that everything works, on any machine that has Node and gcc. */
const QUICK_SERVERS = ["chat-server", "node-relay", "c-relay"];

/** Twice what nine rounds of all servers take. */
const DEADLINE_S = 5_400;

const DOCS = new URL("../docs/", import.meta.url);
const REPORT = new URL("reports/peers.json", DOCS);
const PAGE = new URL("performance.md", DOCS);

const options = readOptions();
if (options.redraw) {
  writeDocs(JSON.parse(readFileSync(REPORT, "utf8")));
  process.exit();
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
endWithin(DEADLINE_S);
compileNativePrograms();
const { contenders, versions } = findContenders();
const measures = MEASURES.filter(({ group }) => options.groups.includes(group));
const generators: Metrics = {};

const ours = options.groups.includes("chat-load") ? contenders.find(({ name }) => name === OURS) : undefined;
const rounds = new Rounds(contenders, measures, options.quick);
for (let round = 1; round <= options.rounds; round++) {
  const startedAt = performance.now();
  await rounds.runOne();
  if (ours) await compareGenerators(ours, generators);
  console.error(`Round ${round} of ${options.rounds}: ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
}
for (const [name, reason] of rounds.failures) console.error(`${name} is left out. ${reason}`);
// A metric without ours compares nothing, and a build is there for nothing else.
const buildNames = options.builds.map(({ name }) => name);
if ([OURS, ...buildNames].some((name) => rounds.failures.has(name))) process.exitCode = 1;

const comparison: Comparison = {
  date: new Date().toISOString().slice(0, 10),
  machine: describeMachine(),
  rounds: options.rounds,
  versions,
  metrics: rounds.metrics,
  generators,
  waitingTimeShare: quantile(rounds.waitingTimeShares, 0.5),
};
console.log(`\n${writeConsoleReport(comparison)}`);
const comparedBuilds = compareBuilds(rounds.metrics, buildNames, measures);
if (comparedBuilds.length > 0) {
  console.log(`\nOur server beside other builds\n${comparedBuilds.map(({ text }) => text).join("\n")}`);
}
if (options.write === undefined ? options.isEverything && isWorthWriting(comparison) : options.write)
  writeDocs(comparison);
const isMissed = checkLines(comparison.metrics).some(({ verdict }) => verdict === "missed");
if (options.check && (isMissed || comparedBuilds.some(({ isWorse }) => isWorse))) process.exitCode = 1;

function readCommandLine() {
  try {
    return parseArgs({
      allowNegative: true,
      options: {
        rounds: { type: "string" },
        servers: { type: "string" },
        only: { type: "string" },
        build: { type: "string", multiple: true, default: [] },
        quick: { type: "boolean", default: false },
        check: { type: "boolean", default: false },
        write: { type: "boolean" },
        redraw: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    fail((error as Error).message);
  }
}

function readOptions() {
  const { values } = readCommandLine();
  if (values.help) {
    console.log(USAGE);
    process.exit();
  }
  const groups = values.only?.split(",") ?? [...MEASURE_GROUPS, "chat-load"];
  const unknown = groups.find((group) => group !== "chat-load" && !MEASURE_GROUPS.includes(group));
  if (unknown !== undefined) fail(`There is no measure "${unknown}".`);
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 9));
  if (!Number.isSafeInteger(rounds) || rounds < 1)
    fail(`--rounds takes a whole number from 1 on, and not ${values.rounds}.`);
  const isEverything = !values.quick && !values.servers && !values.only && values.build.length === 0;
  return {
    rounds,
    groups,
    servers: values.servers?.split(",") ?? (values.build.length > 0 ? [OURS] : values.quick ? QUICK_SERVERS : null),
    builds: values.build.map(
      (build) => readBuild(build) ?? fail(`--build takes name=path/to/checkout, and not ${build}.`),
    ),
    quick: values.quick,
    check: values.check,
    write: values.write,
    isEverything,
    redraw: values.redraw,
  };
}

/** Those that were asked for and are here. Who is missing is named. */
function findContenders(): { contenders: Contender[]; versions: Record<string, string> } {
  const names = options.servers ?? allContenders.map(({ name }) => name);
  const unknown = names.find((name) => !allContenders.some((contender) => contender.name === name));
  if (unknown !== undefined) fail(`There is no server "${unknown}".`);
  const asked = [...allContenders.filter(({ name }) => names.includes(name)), ...options.builds];
  const versions: Record<string, string> = {};
  const missing: string[] = [];
  for (const contender of asked) {
    const version = contender.findVersion();
    if (version === null) missing.push(contender.name);
    else versions[contender.name] = version;
  }
  if (missing.length > 0) console.error(`Not installed, and left out: ${missing.join(", ")}`);
  return { contenders: asked.filter(({ name }) => name in versions), versions };
}

function isWorthWriting(comparison: Comparison): boolean {
  if (wasQuiet(comparison)) return true;
  console.error(`Nothing is written to docs/: the machine was too busy. With --write it is all the same.`);
  return false;
}

function writeDocs(comparison: Comparison): void {
  mkdirSync(new URL("reports/", DOCS), { recursive: true });
  // A line for each measure of a server, and not for each round.
  const lines = JSON.stringify(comparison, null, 1).replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\s+/g, " "));
  writeFileSync(REPORT, `${lines}\n`);
  for (const [name, palette] of Object.entries(PALETTES)) {
    writeFileSync(new URL(`pictures/performance-${name}.svg`, DOCS), drawBarCharts(comparison, palette));
  }
  writeFileSync(PAGE, updatePage(readFileSync(PAGE, "utf8"), comparison));
  console.log(`Written to ${fileURLToPath(PAGE)}, with its pictures and ${fileURLToPath(REPORT)}.`);
}

function fail(problem: string): never {
  console.error(`${problem}\n\n${USAGE}`);
  process.exit(2);
}
