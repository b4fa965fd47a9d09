// What a direct message, `/time`, a join and a leave cost the server with more and more users, beside bare relays.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { PALETTES } from "./comparison/bar-chart.ts";
import { describeMachine } from "./comparison/machine.ts";
import type { Metrics } from "./comparison/metrics.ts";
import { compileNativePrograms } from "./comparison/native-programs.ts";
import { type Growth, judgeGrowth, tabulateGrowth, wasBusy } from "./growth/growth.ts";
import { drawGrowth } from "./growth/growth-chart.ts";
import { describeVerdicts, updateGrowth } from "./growth/growth-page.ts";
import { type GrowthPlan, measureGrowth } from "./growth/measure-growth.ts";
import { endWithin } from "./load/benchmark.ts";
import { writeMarkdownTable } from "./load/format.ts";
import { OthersMeter } from "./load/others-meter.ts";
import { chatServer } from "./peers/chat-server.ts";
import { cRelay, nodeRelay } from "./peers/relays.ts";

const USAGE = `Usage: growth [options]

  --rounds <number>   how many rounds (default: 5)
  --quick             one short round up to 1,000 users: shows that everything works, and judges nothing
  --check             exit with 1 when our server grows steeper than it may
  --write             write this run into docs/ (a whole run does so on a quiet machine)
  --no-write          never write it
  --redraw            measure nothing: write docs/ anew from docs/reports/growth.json`;

const PLAN: GrowthPlan = { sizes: [100, 1_000, 10_000, 18_000], warmUp: 4_000, practice: 500, times: 1_000 };
const QUICK_PLAN: GrowthPlan = { sizes: [100, 1_000], warmUp: 200, practice: 20, times: 100 };

const CONTENDERS = [chatServer, nodeRelay, cRelay];
const OURS = chatServer.name;

/** More than a round takes on a busy machine. */
const ROUND_DEADLINE_S = 180;

const DOCS = new URL("../docs/", import.meta.url);
const REPORT = new URL("reports/growth.json", DOCS);
const PAGE = new URL("performance.md", DOCS);

const options = readOptions();
if (options.redraw) {
  writeDocs(JSON.parse(readFileSync(REPORT, "utf8")));
  process.exit();
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
endWithin(ROUND_DEADLINE_S * options.rounds);
compileNativePrograms();
const growth = await measure();
console.log(`Processor time by the number of users\n\n${writeMarkdownTable(tabulateGrowth(growth))}`);
if (!options.quick) {
  console.log(`\n${describeVerdicts(growth, OURS).join("\n")}`);
  const isMissed = !wasBusy(growth) && judgeGrowth(growth, OURS).some(({ isMet }) => !isMet);
  if (options.check && isMissed) process.exitCode = 1;
  if (options.write ?? !wasBusy(growth)) writeDocs(growth);
}

async function measure(): Promise<Growth> {
  const { rounds, quick } = options;
  const plan = quick ? QUICK_PLAN : PLAN;
  const metrics: Metrics = Object.fromEntries(CONTENDERS.map(({ name }) => [name, {}]));
  const others = new OthersMeter();
  let serversUs = 0;
  for (let round = 0; round < rounds; round++) {
    const first = round % CONTENDERS.length;
    const turns = [...CONTENDERS.slice(first), ...CONTENDERS.slice(0, first)];
    for (const contender of turns) serversUs += await measureGrowth(contender, plan, metrics);
    console.error(`Round ${round + 1} of ${rounds}`);
  }
  const [date, machine] = [new Date().toISOString().slice(0, 10), describeMachine()];
  return { date, machine, rounds, sizes: plan.sizes, metrics, othersShare: others.share(serversUs) };
}

function writeDocs(found: Growth): void {
  mkdirSync(new URL("reports/", DOCS), { recursive: true });
  // A line for each measure of a server, and not for each round.
  const lines = JSON.stringify(found, null, 1).replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\s+/g, " "));
  writeFileSync(REPORT, `${lines}\n`);
  for (const [name, palette] of Object.entries(PALETTES)) {
    writeFileSync(new URL(`pictures/growth-${name}.svg`, DOCS), drawGrowth(found, palette));
  }
  writeFileSync(PAGE, updateGrowth(readFileSync(PAGE, "utf8"), found, OURS));
}

function readOptions() {
  try {
    const { values } = parseArgs({
      allowNegative: true,
      options: {
        rounds: { type: "string" },
        quick: { type: "boolean", default: false },
        check: { type: "boolean", default: false },
        write: { type: "boolean" },
        redraw: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit();
    }
    const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
    if (!Number.isSafeInteger(rounds) || rounds < 1)
      throw new Error(`--rounds takes a whole number from 1 on, and not ${values.rounds}.`);
    return { ...values, rounds };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}
