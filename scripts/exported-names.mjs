import { readFile, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Compares the exports of a built package with its list `exported-names.txt`. A change that adds, renames or removes a public
 * name has to change the list as well, where reviewers see it.
 *
 * @returns the differences, one line per name: `+` for a name that the list lacks, `-` for one that is gone
 */
export async function compareExportedNames({ path, manifest }) {
  const listed = await readFile(listOf(path), "utf8").catch(() => "");
  const expected = new Set(listed.split("\n").filter((line) => line !== ""));
  const found = new Set(await exportedNames(path, manifest));
  return [
    ...[...found].filter((line) => !expected.has(line)).map((line) => `+ ${line}`),
    ...[...expected].filter((line) => !found.has(line)).map((line) => `- ${line}`),
  ];
}

/** Writes the list anew. */
export async function updateExportedNames({ path, manifest }) {
  const names = await exportedNames(path, manifest);
  if (names.length > 0) await writeFile(listOf(path), `${names.join("\n")}\n`);
}

function listOf(path) {
  return join(path, "exported-names.txt");
}

async function exportedNames(path, manifest) {
  const names = [];
  for (const [door, { types, default: script }] of Object.entries(manifest.exports ?? {})) {
    if (script === undefined) continue;
    const values = Object.keys(await import(pathToFileURL(join(path, script)).href));
    const declared = declaredNames(await readFile(join(path, types), "utf8"));
    const onlyTypes = declared.filter((declaredName) => !values.includes(declaredName));
    const specifier = posix.join(manifest.name, door);
    names.push(
      ...values.map((value) => `${specifier} ${value}`),
      ...onlyTypes.map((type) => `${specifier} type ${type}`),
    );
  }
  return names.sort();
}

/** Returns the names in `export { … }` lists. These are all, since an index lists each name that it exports. */
function declaredNames(declarations) {
  return [...declarations.matchAll(/export (?:type )?\{([^}]*)\}/g)]
    .flatMap(([, list]) => list.split(","))
    .map((item) => item.trim().split(/\s+/).at(-1))
    .filter((declaredName) => declaredName !== "");
}
