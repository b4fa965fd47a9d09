// `pnpm release`: builds and publishes what is not published yet. The release workflow runs it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pnpm } from "./prepare.mjs";
import { run } from "./run.mjs";
import { buildPackages, publishablePackages } from "./workspace.mjs";

await buildPackages();
// Provenance is refused unless a package names the repository that its workflow runs in. Written here, it is right in a fork too.
for (const { path, manifest } of await publishablePackages()) {
  const repository = { type: "git", url: `git+https://github.com/${process.env.GITHUB_REPOSITORY}.git` };
  await writeFile(join(path, "package.json"), `${JSON.stringify({ ...manifest, repository }, null, 2)}\n`);
}
process.exitCode = await run(pnpm, ["exec", "changeset", "publish"]);
