import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { output } from "./workspace.mjs";

const flags = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error", "--prefer-offline"];

/** Creates an empty project of ES modules in a directory, and installs tarballs or packages of the registry in it. */
export async function createProject(directory, specs) {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await installInto(directory, specs);
}

/** Installs more in it. */
export async function installInto(project, specs) {
  await output("npm", ["install", ...flags, ...specs], { cwd: project });
}

/** Returns the tarball of a package and those of our packages that it depends on, directly or through others. */
export function tarballsNeeded(packed, packages) {
  const needed = new Set([packed]);
  for (const { manifest } of needed) {
    for (const other of packages) if (Object.hasOwn(manifest.dependencies ?? {}, other.name)) needed.add(other);
  }
  return [...needed].map(({ tarball }) => tarball);
}
