// `npm test`: installs, builds and runs the tests of all packages, also when some fail, and ends with a table of what failed and
// how to run just that. `npm test -- --filter=@chat/server` tests one of them; `--concurrency` and `--force` are turbo's too.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { install } from "./prepare.mjs";
import { root, run, runCaptured } from "./run.mjs";
import { SUMMARY_FILE } from "./test-summary-reporter.mjs";
import { output, workspacePackages } from "./workspace.mjs";

/** Packages whose tests take long, the longest last. The longest start first, so that none is left over at the end. */
const LONG_TESTS = [
  ...["web", "server-app", "client-sdk", "broken-peers", "protocol", "example-clients"],
  ...["loadtest", "ink-client", "conformance", "server"],
];

const { values: given } = parseArgs({
  options: {
    filter: { type: "string", short: "F", multiple: true, default: [] },
    // Most tests wait more than they compute.
    concurrency: { type: "string", default: "3" },
    force: { type: "boolean", default: false },
  },
});
const filters = given.filter.map((filter) => `--filter=${filter}`);
const buildFlags = [...(given.force ? ["--force"] : []), "--continue", "--output-logs=errors-only"];

await install();
const packages = await packagesToTest();
for (const { path } of packages) rmSync(join(path, SUMMARY_FILE), { force: true });
const startedAt = performance.now();
process.exitCode = await run("pnpm", turboRun("build", ...filters, ...buildFlags));
const lengthOf = ({ name }) => LONG_TESTS.indexOf(name.replace("@chat/", ""));
const queue = packages.toSorted((a, b) => lengthOf(b) - lengthOf(a)).values();
await Promise.all(Array.from({ length: Math.max(1, Number(given.concurrency) || 1) }, testQueued));
report(packages.map((tested) => ({ ...tested, summary: readSummary(tested.path) })));

function turboRun(task, ...flags) {
  return ["exec", "turbo", "run", task, ...flags];
}

/** Returns the packages whose tests turbo runs for these filters. */
async function packagesToTest() {
  const { tasks } = JSON.parse(await output("pnpm", turboRun("test", ...filters, "--dry-run=json")));
  const tested = new Set(tasks.filter(({ task }) => task === "test").map((task) => task.package));
  return (await workspacePackages()).filter(({ name, manifest }) => tested.has(name) && manifest.scripts?.test);
}

/** Tests one package of the queue after the other, and shows the output of each as a whole. */
async function testQueued() {
  for (const { name } of queue) {
    // By force, turbo would build again what others are testing.
    const flags = given.force ? ["--only", "--force"] : ["--continue=dependencies-successful"];
    const args = turboRun("test", `--filter=${name}`, ...flags, "--output-logs=new-only", "--log-order=grouped");
    const { code, output } = await runCaptured("pnpm", args);
    process.stdout.write(output);
    process.exitCode ||= code;
  }
}

/** Returns what the reporter wrote; `null` when the package's tests did not run to their end. */
function readSummary(path) {
  const file = join(path, SUMMARY_FILE);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

function report(results) {
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log(`\n${"Package".padEnd(width)}  passed  failed  skipped`);
  for (const { name, summary } of results) {
    const counts = summary && [summary.passed, summary.failed, summary.skipped];
    const columns = counts?.map((count, index) => `${count}`.padStart(index === 2 ? 9 : 8)).join("");
    console.log(`${name.padEnd(width)}${columns ?? "  did not run to the end: its output above says why"}`);
  }
  const failures = results.flatMap(({ path, summary }) => (summary?.failures ?? []).map((each) => ({ path, ...each })));
  for (const failure of failures) reportFailure(failure);
  const sum = (kind) => results.reduce((total, { summary }) => total + (summary?.[kind] ?? 0), 0);
  console.log(`\nTests: ${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
  const verdict = process.exitCode === 0 ? "All packages passed" : "Not all packages passed";
  console.log(`${verdict}, after ${seconds} s.`);
}

/** Shows the failed tests of a file with why they failed, and the command that runs this file alone. */
function reportFailure({ path, file, project, tests }) {
  console.log(`\n✗ ${relative(root, join(path, file))}${project ? ` (${project})` : ""}`);
  for (const { name, reasons } of tests) {
    console.log(`    ${name}`);
    for (const reason of reasons) console.log(reason.replaceAll(/^/gm, "      "));
  }
  if (tests.length === 0) console.log("    The file itself failed: its output above says why.");
  const projectFlag = project ? ` --project "${project}"` : "";
  console.log(`  Run just this: npx pnpm --dir ${relative(root, path)} exec vitest run ${file}${projectFlag}`);
}
