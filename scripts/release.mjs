// `pnpm release`: builds, and publishes versions that are not published yet. It runs in the release workflow only.
import { writeNpmPage } from "./npm-page.mjs";
import { run } from "./run.mjs";
import { buildPackages, publishablePackages } from "./workspace.mjs";

const { GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = process.env;
if (repository === undefined || commit === undefined) {
  throw new Error("Releases are made by the release workflow: see CONTRIBUTING.md.");
}

await buildPackages();
for (const released of await publishablePackages()) await writeNpmPage({ ...released, repository, commit });
process.exitCode = await run("pnpm", ["exec", "changeset", "publish"]);
