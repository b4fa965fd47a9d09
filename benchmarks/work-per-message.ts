// Counts what the server does for one message, one join, one leave: system calls, clock reads, bytes of the heap. Neither the speed
// of the machine nor what else runs on it changes these counts.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { endWithin, reportTargets, type Target } from "./load/benchmark.ts";
import { sum } from "./load/format.ts";
import type { ActName } from "./load/visitors.ts";
import { measureWork } from "./work-per-message/measure-work.ts";
import { PLANTS, type Plant } from "./work-per-message/plants.ts";
import { ACTS, compareWork, roundWork, type Work, type WorkTable } from "./work-per-message/work.ts";

const USAGE = `Usage: work-per-message [options]

  --check           exit with 1 when the work for an act differs from what is expected
  --update          write the work of this run into work-per-message/expected-work.json
  --plant <name>    plant a regression into each write to a socket, which has to be found: ${PLANTS.join(", ")}`;

const EXPECTED = new URL("work-per-message/expected-work.json", import.meta.url);

/** The measurements in each of which an act has to differ, so that it counts. */
const MAX_TRIES = 3;

/** The file of what is expected. */
interface ExpectedWork {
  /** Version of Node.js whose work it is: another one may need other calls and other objects. */
  readonly node: string;
  readonly acts: WorkTable;
}

const { check, update, plant } = readOptions();
if (spawnSync("strace", ["-V"]).error)
  fail("strace counts the system calls, and is not installed: apt-get install strace");
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
endWithin(900);

const measured = await measureWork(plant);
console.log(`Work of the server for one act, Node ${process.versions.node}`);
console.table(Object.fromEntries(ACTS.map((act) => [act, toRow(roundWork(measured)[act])])));
if (update) {
  const file: ExpectedWork = { node: process.versions.node, acts: roundWork(measured) };
  writeFileSync(EXPECTED, `${JSON.stringify(file, null, 2)}\n`);
}
const expected: ExpectedWork = JSON.parse(readFileSync(EXPECTED, "utf8"));
if (expected.node !== process.versions.node) console.log(`What is expected is the work of Node ${expected.node}.`);
const differences = compareWork(measured, expected.acts);
// A change of the server shows each time. What a busy machine adds does so once, and not again.
for (let tries = 1; tries < MAX_TRIES && !update && plant === undefined && ACTS.some(differs); tries++) {
  const again = compareWork(await measureWork(plant), expected.acts);
  for (const act of ACTS) if (again[act] === null) differences[act] = null;
}
reportTargets(plant === undefined ? ACTS.map(toTarget) : [toPlantTarget(plant)], check);

function differs(act: ActName): boolean {
  return differences[act] !== null;
}

function toTarget(act: ActName): Target {
  const difference = differences[act];
  return { what: `${act}: ${difference ?? "the work that is expected"}`, isMet: difference === null };
}

function toPlantTarget(planted: Plant): Target {
  const found = differences["direct message"];
  return {
    what: `the planted ${planted} is found in a direct message: ${found ?? "it is not"}`,
    isMet: found !== null,
  };
}

function toRow({ systemCalls, clockReads, heapBytes }: Work): Record<string, number | string> {
  const names = Object.entries(systemCalls).map(([name, count]) => `${count} ${name}`);
  return {
    "system calls": sum(Object.values(systemCalls)),
    "clock reads": clockReads,
    bytes: heapBytes,
    "which calls": names.join(", "),
  };
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        check: { type: "boolean", default: false },
        update: { type: "boolean", default: false },
        plant: { type: "string" },
      },
    });
    const plant = PLANTS.find((name) => name === values.plant);
    if (values.plant !== plant) throw new Error(`There is no regression "${values.plant}" to plant.`);
    if (plant !== undefined && values.update)
      throw new Error("What a planted regression costs is not what is expected.");
    return { check: values.check, update: values.update, plant };
  } catch (error) {
    fail(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function fail(problem: string): never {
  console.error(problem);
  process.exit(2);
}
