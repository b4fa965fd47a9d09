// `pnpm check`: every check that needs no running server, each on a line of its own. `pnpm check types lint` runs just those,
// and `pnpm check names --update` writes the lists of exported names anew.
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { compareExportedNames, updateExportedNames } from "./exported-names.mjs";
import { checkImports } from "./imports.mjs";
import { install } from "./prepare.mjs";
import { root, runCaptured } from "./run.mjs";
import { withTemporaryDirectory } from "./temporary-directory.mjs";
import { checkWords } from "./words.mjs";
import { buildPackages, packPackages, publishablePackages, workspacePackages } from "./workspace.mjs";

/** Each check returns its complaints: an empty text when all is well. */
const checks = {
  types: checkTypes,
  lint: () => complaintsOf("biome", ["ci", "--error-on-warnings", "--colors=off"]),
  words: () => checkWords(root),
  imports: () => checkImports(root),
  scripts: testScripts,
  names: checkNames,
  publint: () => checkTarballs((tarball) => complaintsOf("publint", ["run", "--strict", tarball])),
  attw: () => checkTarballs((tarball) => complaintsOf("attw", ["--profile", "esm-only", tarball])),
  knip: () => complaintsOf("knip", []),
  changesets: checkChangesets,
};

const args = process.argv.slice(2);
const isUpdate = args.includes("--update");
const chosen = args.filter((arg) => arg !== "--update");
const unknown = chosen.find((name) => !Object.hasOwn(checks, name));
if (unknown !== undefined) {
  console.error(`There is no check "${unknown}". There are: ${Object.keys(checks).join(", ")}.`);
  process.exit(2);
}

await install();
for (const name of chosen.length > 0 ? chosen : Object.keys(checks)) {
  const startedAt = performance.now();
  const complaints = await checks[name]().catch((error) => error.message);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.log(`${complaints === "" ? "✓" : "✗"} ${name.padEnd(12)} ${seconds.padStart(5)} s`);
  if (complaints === "") continue;
  console.log(complaints.trimEnd().replace(/^/gm, "    "));
  process.exitCode = 1;
}

async function checkTypes() {
  const complaints = [];
  for (const { path } of await workspacePackages()) {
    if (existsSync(join(path, "tsconfig.json"))) complaints.push(await complaintsOf("tsc", ["--noEmit", "-p", path]));
  }
  return complaints.join("");
}

/** Runs the tests of the scripts, the checks of words and imports among them. `test.mjs` is no test but `npm test`. */
async function testScripts() {
  const tests = (await readdir(join(root, "scripts"))).filter((file) => file.endsWith(".test.mjs"));
  const paths = tests.map((file) => join("scripts", file));
  const { code, output } = await runCaptured(process.execPath, ["--test", "--test-reporter=tap", ...paths]);
  return code === 0 ? "" : output.replace(/^ *(ok .*|---|\.\.\.|duration_ms.*|type: .*|1\.\.\d+)\n/gm, "");
}

async function checkNames() {
  await buildPackages();
  const packages = await publishablePackages();
  if (isUpdate) await Promise.all(packages.map(updateExportedNames));
  const differences = (await Promise.all(packages.map(compareExportedNames))).flat();
  if (differences.length === 0) return "";
  const advice = "If this is intended, write the lists anew: pnpm check names --update";
  return ["The exported names differ from exported-names.txt:", ...differences, advice].join("\n");
}

/** Checks tarballs, since publishing rewrites package.json: only this workspace has a door to the sources. */
async function checkTarballs(complain) {
  await buildPackages();
  return await withTemporaryDirectory(async (directory) => {
    const packages = await packPackages(directory);
    return (await Promise.all(packages.map(({ tarball }) => complain(tarball)))).join("");
  });
}

/** Complains about changed packages without a changeset. Without a main branch nothing counts as changed. */
async function checkChangesets() {
  for (const base of ["origin/main", "main"]) {
    const { code } = await runCaptured("git", ["rev-parse", "--verify", "--quiet", `${base}^{commit}`]);
    if (code === 0) return await complaintsOf("changeset", ["status", `--since=${base}`]);
  }
  return "";
}

async function complaintsOf(tool, toolArgs) {
  const { code, output } = await runCaptured("pnpm", ["exec", tool, ...toolArgs]);
  return code === 0 ? "" : `${output}\n`;
}
