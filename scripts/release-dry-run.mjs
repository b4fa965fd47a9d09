// `pnpm release:dry-run`: the whole release of the last commit except for the upload, in a temporary clone.
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { writeNpmPage } from "./npm-page.mjs";
import { install } from "./prepare.mjs";
import { root, run } from "./run.mjs";
import { withTemporaryDirectory } from "./temporary-directory.mjs";
import { output, publishablePackages, readManifest } from "./workspace.mjs";

await install();
await withTemporaryDirectory(async (directory) => {
  const clone = join(directory, "clone");
  await output("git", ["clone", "--quiet", root, clone]);
  // A release is made from the main branch: here the commit that is checked out takes its place.
  await output("git", ["switch", "--quiet", "--force-create", "main"], { cwd: clone });
  const release = (title, ...args) => step(title, args, clone);

  await release("Install", "install", "--frozen-lockfile", "--prefer-offline", "--reporter=silent");
  await release("Packages to release", "exec", "changeset", "status", "--verbose");
  if (await hasChangesets(clone)) await release("New versions and changelogs", "exec", "changeset", "version");
  await release("Build", "exec", "turbo", "run", "build", "--output-logs=errors-only");
  const packages = await publishablePackages();
  for (const { directory } of packages) await writePage(join(clone, directory), directory);
  const filters = packages.map(({ name }) => `--filter=${name}`);
  await release("Publish", ...filters, "publish", "--dry-run", "--no-git-checks", "--access=public");
});

async function step(title, args, clone) {
  if (process.exitCode) return;
  console.log(`\n── ${title}`);
  process.exitCode = await run("pnpm", ["--dir", clone, ...args], { cwd: clone });
}

/** Writes a page for npm as the release does, with an example in the place of the repository. */
async function writePage(path, directory) {
  if (process.exitCode) return;
  const manifest = readManifest(path);
  await writeNpmPage({ path, directory, manifest, repository: "owner/chat", commit: "HEAD" });
}

async function hasChangesets(clone) {
  const directory = join(clone, ".changeset");
  if (!existsSync(directory)) return false;
  return (await readdir(directory)).some((file) => file.endsWith(".md") && file !== "README.md");
}
