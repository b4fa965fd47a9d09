// `pnpm faults`: lets servers, links and the broker fail under people who chat, and checks what the people saw.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findNatsServer } from "@chat/testing";
import { describeEvent } from "./history/history.ts";
import { readOptions, USAGE } from "./options.ts";
import { nameFault } from "./plan/fault.ts";
import { type RoundResult, startOf } from "./report/round-result.ts";
import { type RunInfo, reportRun, writePage } from "./report/run-report.ts";
import { Slot, type SlotOptions } from "./slot.ts";

/** Folder for the evidence when there is no report; git ignores it. */
const EVIDENCE_FOLDER = ".build/faults";

const options = readOptions(process.argv.slice(2));
if (typeof options === "string") {
  console.error(`${options}\n${USAGE}`);
  process.exit(2);
}
const natsServer = findNatsServer();
if (natsServer === null) {
  console.error("There is no nats-server on this machine. Install it (on Debian: apt-get install nats-server).");
  process.exit(2);
}

const { seed, rounds, only, parallel, report, minClaims } = options;
const results: RoundResult[] = [];
const startedAt = performance.now();
const numbers = only === null ? Array.from({ length: rounds }, (_, index) => index + 1) : [only];
const keep: SlotOptions["keep"] = (round, { events }, logs) => {
  const folder = join(report ?? EVIDENCE_FOLDER, `seed-${seed}-round-${round}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "events.jsonl"), events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  const start = startOf(events);
  writeFileSync(join(folder, "events.txt"), events.map((event) => `${describeEvent(event, start)}\n`).join(""));
  for (const { name, text } of logs) writeFileSync(join(folder, `${name}.log`), text);
  console.log(`What was seen in round ${round} is kept in ${folder}`);
};
const slots = Array.from({ length: Math.min(parallel, numbers.length) }, (_, index) => {
  return new Slot({
    seed,
    namespace: `faults-${index}`,
    minClaims,
    takeRound: () => numbers.shift() ?? null,
    ended: noteResult,
    keep,
  });
});

const killAll = () => {
  for (const slot of slots) slot.killNow();
};
process.on("exit", killAll);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) process.once(signal, () => process.exit(130));

// One slot that can't go on does not take the results of the others with it.
const ends = await Promise.allSettled(slots.map((slot) => slot.run()));
const failures = ends.flatMap((end) => (end.status === "rejected" ? [String(end.reason)] : []));

const info: RunInfo = {
  date: new Date().toISOString().slice(0, 10),
  seed,
  command: `pnpm faults --rounds ${rounds} --seed ${seed} --parallel ${parallel}`,
  slots: slots.length,
  tookMs: performance.now() - startedAt,
  versions: { Node: process.version, "nats-server": findVersion(natsServer) },
};
const run = reportRun(
  info,
  results.toSorted((one, other) => one.round - other.round),
);
if (report !== null) {
  mkdirSync(report, { recursive: true });
  writeFileSync(join(report, "faults.md"), writePage(run));
}
console.log(writePage(run));
for (const failure of failures) console.error(failure);
const isGood = run.violations.length === 0 && failures.length === 0;
// Not left to the runtime: after hundreds of killed processes and links it was seen to wait for ever for one of its handles.
process.exit(isGood || !options.isCheck ? 0 : 1);

function noteResult(result: RoundResult): void {
  results.push(result);
  const faults = result.faults.map(
    (fault) =>
      `${nameFault(fault)}${fault.node === null ? "" : ` (${fault.node})`} ${(fault.durationMs / 1_000).toFixed(1)} s`,
  );
  const mark = result.violations.length === 0 ? "✓" : "✗";
  const { claims, directMessages } = result.tally;
  const seconds = (result.durationMs / 1_000).toFixed(0);
  console.log(
    `${mark} round ${result.round}: ${faults.join(" + ")}; ${seconds} s, ${claims} claims, ${directMessages} messages`,
  );
  for (const { rule, text, evidence } of result.violations) {
    console.log(`  seed ${seed}, round ${result.round}, ${rule}: ${text}`);
    for (const line of evidence) console.log(`    ${line}`);
  }
}

function findVersion(file: string): string {
  return /\d+(\.\d+)+/.exec(spawnSync(file, ["--version"], { encoding: "utf8" }).stdout)?.[0] ?? "of unknown version";
}
