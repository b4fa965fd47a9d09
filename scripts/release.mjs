// `pnpm release`: builds, and publishes versions that are not published yet. It runs in the release workflow only.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./run.mjs";
import { buildPackages, publishablePackages } from "./workspace.mjs";

const { GITHUB_REPOSITORY } = process.env;
if (GITHUB_REPOSITORY === undefined) throw new Error("Releases are made by the release workflow: see CONTRIBUTING.md.");

await buildPackages();
// npm refuses provenance unless a package names the repository of the workflow. Written here, the name is right in a fork as well.
for (const { path, manifest } of await publishablePackages()) {
  const repository = { type: "git", url: `git+https://github.com/${GITHUB_REPOSITORY}.git` };
  await writeFile(join(path, "package.json"), `${JSON.stringify({ ...manifest, repository }, null, 2)}\n`);
}
process.exitCode = await run("pnpm", ["exec", "changeset", "publish"]);
