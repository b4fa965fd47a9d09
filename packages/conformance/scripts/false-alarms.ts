// `pnpm conformance:false-alarms`: judges our own programs, which keep the contract, many times side by side. It fails when the kit finds
// anything wrong, leaves a rule open for another reason than a busy machine, or judges a rule in no run.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { NatsServer } from "@chat/testing";
import { Slots } from "../src/checks/slots.ts";
import { endBySignal } from "../src/end-by-signal.ts";
import { writeFailure } from "../src/reporters/text.ts";
import { Judgement } from "./false-alarms/judgement.ts";
import { prepareRightPrograms } from "./false-alarms/right-programs.ts";
import { writeReport } from "./false-alarms/write-report.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "2" },
    only: { type: "string", default: "" },
    report: { type: "string" },
    /** Programs that are judged at the same time, and checks of clients, each of which runs a client. */
    judged: { type: "string", default: "12" },
    clients: { type: "string", default: "40" },
  },
});

/** Number of times that programs are judged again, alone, of which the busy machine has left a rule open in every run. */
const MAX_AGAIN = 3;

const runs = Number(values.runs);
const startedAt = performance.now();
const seconds = () => Math.round((performance.now() - startedAt) / 1_000);

await using broker = await NatsServer.start();
endBySignal(() => broker[Symbol.asyncDispose]());
const programs = await prepareRightPrograms(broker);
const judgements = programs.filter(({ name }) => new RegExp(values.only).test(name)).map((one) => new Judgement(one));
const judged = new Slots(Number(values.judged));
const clients = new Slots(Number(values.clients));
const rounds = Array.from({ length: runs }, () => judgements).flat();
await Promise.all(rounds.map((judgement) => judged.use(() => judgeOnce(judgement))));
for (let times = 0; times < MAX_AGAIN; times += 1)
  await Promise.all(judgements.filter(({ isOpen }) => isOpen).map(judgeOnce));

let complaints = 0;
for (const judgement of judgements)
  for (const { program, rule, text } of judgement.findComplaints()) {
    complaints += 1;
    console.log([`✗ ${program}: ${rule} ${text}`, ...judgement.failuresOf(rule).map(writeFailure)].join("\n"));
  }
if (values.report !== undefined) {
  mkdirSync(dirname(values.report), { recursive: true });
  writeFileSync(values.report, writeReport(judgements, runs));
}
const total = judgements.reduce((sum, { reports }) => sum + reports.length, 0);
const open = total - judgements.reduce((sum, { heldRuns }) => sum + heldRuns, 0);
console.log(`${total} runs after ${seconds()} s: ${complaints} complaints, ${open} levels not held.`);
process.exitCode = complaints > 0 ? 1 : 0;

async function judgeOnce(judgement: Judgement): Promise<void> {
  const { name, level } = judgement.program;
  const report = await judgement.run(clients);
  const verdict = report.verdict.levels.find((of) => of.level === level);
  console.log(`${name}: ${level} ${verdict?.state}, ${Math.round(report.seconds)} s (after ${seconds()} s)`);
}
