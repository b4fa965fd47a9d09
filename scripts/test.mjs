// `npm test`: installs, builds and runs the tests of all packages, also when some fail, and ends with a table of what failed and
// how to run just that. Arguments go to turbo: `npm test -- --filter=@chat/server`.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { install } from "./prepare.mjs";
import { root, run } from "./run.mjs";
import { SUMMARY_FILE } from "./test-summary-reporter.mjs";
import { output, workspacePackages } from "./workspace.mjs";

/** Packages tested at the same time: most tests wait more than they compute. */
const PACKAGES_AT_ONCE = 3;

const turboTest = ["exec", "turbo", "run", "test", ...process.argv.slice(2)];

await install();
const packages = await packagesToTest();
for (const { path } of packages) rmSync(join(path, SUMMARY_FILE), { force: true });
const concurrency = process.argv.some((arg) => arg.startsWith("--concurrency"))
  ? []
  : [`--concurrency=${PACKAGES_AT_ONCE}`];
const flags = [...concurrency, "--continue=dependencies-successful", "--output-logs=new-only"];
const startedAt = performance.now();
process.exitCode = await run("pnpm", [...turboTest, ...flags, "--log-order=grouped"]);
report(packages.map((tested) => ({ ...tested, summary: readSummary(tested.path) })));

/** Returns the packages whose tests turbo runs for these arguments. */
async function packagesToTest() {
  const { tasks } = JSON.parse(await output("pnpm", [...turboTest, "--dry-run=json"]));
  const tested = new Set(tasks.filter(({ task }) => task === "test").map((task) => task.package));
  return (await workspacePackages()).filter(({ name, manifest }) => tested.has(name) && manifest.scripts?.test);
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
