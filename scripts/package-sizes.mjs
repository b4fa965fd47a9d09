// What the libraries cost those who install or bundle them, in bytes.
import { readdir, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createProject, tarballsNeeded } from "./empty-project.mjs";
import { root } from "./run.mjs";

/** Most bytes of a program that uses the contract, bundled and minified for a browser. */
const bundleBudgets = [
  { title: "one constant", program: 'import { PORT } from "@chat/protocol"; console.log(PORT);', budget: 2_000 },
  { title: "everything", program: 'import * as all from "@chat/protocol"; console.log(all);', budget: 36_000 },
];

/** Most bytes of the files in `node_modules` of a project that installs the SDK alone. */
const installBudget = 1_000_000;

/**
 * Measures both in an empty project.
 *
 * @returns a line for each size; throws when one is over its budget
 */
export async function proveSizes(packages, project) {
  const sdk = packages.find(({ name }) => name === "@chat/client-sdk");
  await createProject(project, tarballsNeeded(sdk, packages));
  const sizes = [{ title: "installed SDK", bytes: await sizeOf(join(project, "node_modules")), budget: installBudget }];
  for (const { title, program, budget } of bundleBudgets) {
    sizes.push({ title: `bundle of ${title}`, bytes: await bundledSize(program, project), budget });
  }
  const lines = sizes.map(({ title, bytes, budget }) => `${title} ${count(bytes)} of ${count(budget)} bytes`);
  if (sizes.some(({ bytes, budget }) => bytes > budget)) throw new Error(lines.join("\n"));
  return lines;
}

/** The protocol package brings esbuild along, for its own test in a browser. */
async function bundledSize(contents, resolveDir) {
  const { build } = createRequire(join(root, "packages/protocol/package.json"))("esbuild");
  const stdin = { contents, resolveDir };
  const { outputFiles } = await build({
    stdin,
    bundle: true,
    minify: true,
    write: false,
    platform: "browser",
    format: "esm",
  });
  return outputFiles[0].contents.byteLength;
}

async function sizeOf(directory) {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function count(bytes) {
  return bytes.toLocaleString("en-US");
}
