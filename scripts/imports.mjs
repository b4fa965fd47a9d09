// `pnpm check imports`: no cycle of imports within a package, no two folders that import each other, and the rules of
// import-rules.mjs. Imports of types count; tests are exempt.
import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { importRules } from "./import-rules.mjs";
import { output } from "./workspace.mjs";

const isSource = (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|(^|\/)(test|fixtures|scripts)\//.test(path);

/**
 * Reads the imports of every package of a checkout.
 *
 * @returns complaints; empty when every import is allowed
 */
export async function checkImports(directory) {
  const listed = await output("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: directory });
  const paths = listed.split("\n");
  const complaints = [];
  for (const { sources, base } of packagesIn(paths)) {
    const imports = (await Promise.all(sources.map((path) => readImports(directory, path)))).flat();
    complaints.push(...forbiddenImports(imports), ...cycles(imports), ...mutualFolders(imports, base));
  }
  return complaints.map((complaint) => `${complaint}\n`).join("");
}

/** Each package's source files, and the directory whose subdirectories are its folders. */
function packagesIn(paths) {
  const packages = paths.filter((path) => path.endsWith("/package.json")).map((path) => posix.dirname(path));
  return packages.map((path) => {
    const own = paths.filter((file) => file.startsWith(`${path}/`) && isSource(file));
    const sources = own.filter((file) => file.startsWith(`${path}/src/`));
    return sources.length > 0 ? { sources, base: `${path}/src/` } : { sources: own, base: `${path}/` };
  });
}

/**
 * Returns the imports of a file: `{ from, to, isType, names }`, `to` being a path of this repository or the name of a package,
 * `names` the words of the import's clause.
 */
export function importsIn(from, text) {
  const withoutComments = text.replace(/^[ \t]*(\/\*[\s\S]*?\*\/|\/\/.*$)/gm, "");
  const statement =
    /^(?:import|export)( type)?\b([^;"']*?)\bfrom\s*"([^"\n]+)"|^import\s*"([^"\n]+)"|\bimport\(\s*"([^"\n]+)"/gm;
  return [...withoutComments.matchAll(statement)].map(([, type, clause = "", named, bare, dynamic]) => {
    const specifier = named ?? bare ?? dynamic;
    const to = specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : specifier;
    return { from, to, isType: type !== undefined, names: clause.match(/[\w$]+/g) ?? [] };
  });
}

async function readImports(directory, path) {
  const text = await readFile(join(directory, path), "utf8").catch(() => "");
  return importsIn(path, text);
}

/** Returns a complaint for each import that a rule forbids. */
export function forbiddenImports(imports, rules = importRules) {
  return imports.flatMap(({ from, to, isType, names = [] }) => {
    const forbids = (rule) =>
      rule.from.test(from) &&
      rule.to.test(to) &&
      !(isType && rule.mayImportTypes) &&
      (!rule.names || names.some((name) => rule.names.test(name)));
    const broken = rules.find(forbids);
    return broken ? [`${from}: imports ${to}, but ${broken.reason}.`] : [];
  });
}

/** Returns a complaint for each group of files that import one another in a circle, with a shortest circle in it. */
export function cycles(imports) {
  const targets = Map.groupBy(imports, ({ from }) => from);
  const next = (path) => (targets.get(path) ?? []).map(({ to }) => to);
  const seen = new Set();
  return [...targets.keys()].sort().flatMap((path) => {
    const circle = seen.has(path) ? undefined : shortestPath(path, path, next);
    if (circle === undefined) return [];
    for (const member of membersOf(path, targets, next)) seen.add(member);
    return [`A cycle of imports:\n${circle.map((file) => `    ${file}`).join("\n")}`];
  });
}

/** The files that `path` reaches and that reach it. */
function membersOf(path, targets, next) {
  return [...targets.keys()].filter((other) => {
    return shortestPath(path, other, next) !== undefined && shortestPath(other, path, next) !== undefined;
  });
}

/** The files on a shortest way over at least one import, both ends included. */
function shortestPath(start, end, next) {
  const cameFrom = new Map();
  const waiting = [start];
  for (const path of waiting) {
    for (const to of next(path)) {
      if (cameFrom.has(to)) continue;
      cameFrom.set(to, path);
      if (to === end) return wayBack(cameFrom, start, end);
      waiting.push(to);
    }
  }
  return undefined;
}

function wayBack(cameFrom, start, end) {
  const way = [end];
  do way.unshift(cameFrom.get(way[0]));
  while (way[0] !== start);
  return way;
}

/** Returns a complaint for each two folders that import each other. Files beside the folders put them together, and are exempt. */
export function mutualFolders(imports, base) {
  const folderOf = (path) => (path.startsWith(base) ? /^([^/]+)\//.exec(path.slice(base.length))?.[1] : undefined);
  const crossings = Map.groupBy(imports, ({ from, to }) => `${folderOf(from)} → ${folderOf(to)}`);
  const folders = [...new Set(imports.map(({ from }) => folderOf(from)))]
    .filter((folder) => folder !== undefined)
    .sort();
  return folders.flatMap((folder, index) =>
    folders.slice(index + 1).flatMap((other) => {
      const there = crossings.get(`${folder} → ${other}`);
      const back = crossings.get(`${other} → ${folder}`);
      if (there === undefined || back === undefined) return [];
      const lines = [...there, ...back].map(({ from, to }) => `    ${from} → ${to.slice(base.length)}`);
      return [`${base}: "${folder}" and "${other}" import each other:\n${lines.join("\n")}`];
    }),
  );
}
