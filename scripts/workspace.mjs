import { readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { root, runCaptured } from "./run.mjs";

/** Returns the packages of the workspace, each as `{ name, path, directory, manifest }`, without the repository itself. */
export async function workspacePackages() {
  const listed = JSON.parse(await output("pnpm", ["--recursive", "list", "--depth=-1", "--json"]));
  const packages = listed.filter(({ name }) => name.startsWith("@chat/"));
  return packages.map(({ name, path }) => ({ name, path, directory: directoryOf(path), manifest: readManifest(path) }));
}

/** The place of a package in the repository, with slashes on every system. */
function directoryOf(path) {
  return relative(root, path).replaceAll(sep, "/");
}

/** Reads the package.json in a directory. */
export function readManifest(directory) {
  return JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
}

/** Returns the packages that we publish. */
export async function publishablePackages() {
  return (await workspacePackages()).filter(({ manifest }) => !manifest.private);
}

/** Builds every package that we publish. */
export async function buildPackages() {
  await output("pnpm", ["exec", "turbo", "run", "build", "--output-logs=errors-only"]);
}

/**
 * Packs the packages that we publish, exactly as they would be published.
 *
 * @returns the packages, each with its `tarball` and the `files` in it
 */
export async function packPackages(destination) {
  const packages = await publishablePackages();
  const filters = packages.map(({ name }) => `--filter=${name}`);
  const packed = JSON.parse(await output("pnpm", [...filters, "pack", "--pack-destination", destination, "--json"]));
  return packages.map((workspacePackage) => {
    const { filename, files } = packed.find(({ name }) => name === workspacePackage.name);
    return { ...workspacePackage, tarball: resolve(destination, filename), files: files.map(({ path }) => path) };
  });
}

/** Runs a command that has to succeed, and returns its standard output. */
export async function output(command, args, options) {
  const result = await runCaptured(command, args, options);
  if (result.code !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${result.output}`);
  return result.stdout;
}
