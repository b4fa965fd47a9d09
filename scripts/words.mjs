// `pnpm check words`: no file has a word that has a standard word instead (standard-words.mjs).
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exemptPaths, fileNames, openings, words } from "./standard-words.mjs";
import { output } from "./workspace.mjs";

const textFile = /\.(ts|tsx|mjs|js|json|md|yml|yaml|txt|c|h|go|java|py|sh|html)$|(^|\/)(run|CODEOWNERS|\.npmrc)$/;

/**
 * Reads every file of a checkout that git knows or would add.
 *
 * @returns complaints, one per line; empty when all words are standard
 */
export async function checkWords(directory) {
  const listed = await output("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: directory });
  const paths = listed.split("\n").filter((path) => textFile.test(path) && !isExempt(path));
  const complaints = [];
  const opened = [];
  for (const path of paths) {
    const text = await readFile(join(directory, path), "utf8").catch(() => undefined);
    // Deleted, and not yet committed as such.
    if (text === undefined) continue;
    complaints.push(...complaintsAbout(path, text));
    opened.push(...openingsIn(path, text));
  }
  if (opened.length > openings.most) {
    complaints.push(
      `${opened.length} doc comments open with What, Whoever, Whether, How, Who or Where: ${openings.most} may.`,
      ...opened,
    );
  }
  return complaints.map((complaint) => `${complaint}\n`).join("");
}

/** True for a file that keeps its words. */
export function isExempt(path) {
  return exemptPaths.some((exempt) => exempt.path.test(path));
}

/** Returns a complaint for each word in a file, and in its name, that has a standard word. */
export function complaintsAbout(path, text) {
  const rows = words.filter((row) => row.in?.test(path) ?? true);
  const complaints = fileNames
    .filter((row) => row.path.test(path))
    .map(({ use }) => `${path}:1: "${path.split("/").at(-1)}": use "${use}"`);
  for (const part of path.split("/")) {
    for (const { use } of findWords(rows, camelCase(part))) complaints.push(`${path}:1: "${part}": use "${use}"`);
  }
  for (const [index, line] of text.split("\n").entries()) {
    for (const { found, use } of findWords(rows, line))
      complaints.push(`${path}:${index + 1}: "${found}": use "${use}"`);
  }
  return complaints;
}

/** Returns the places of doc comments whose first word is one of those that few may have. */
export function openingsIn(path, text) {
  const comments = text.matchAll(/\/\*\*\s+(?:\* )?([^\n]*)/g);
  return [...comments]
    .filter(([, first]) => openings.pattern.test(first))
    .map(
      ({ index, 1: first }) =>
        `${path}:${text.slice(0, index).split("\n").length}: ${first.replace(/ *\*\/.*/, "").slice(0, 60)}`,
    );
}

function findWords(rows, line) {
  return rows.flatMap(({ pattern, use, except }) => {
    const match = (except ? line.replace(except, "") : line).match(pattern);
    return match ? [{ found: wholeName(match), use }] : [];
  });
}

/** The whole name or phrase that has the word in it. */
function wholeName({ 0: found, index, input }) {
  const before = /[\w#]*$/.exec(input.slice(0, index))[0];
  const after = /^\w*/.exec(input.slice(index + found.length))[0];
  return `${before}${found}${after}`.trim();
}

/** The words of a file name joined as in a name of code, so that the same patterns find them. */
function camelCase(fileName) {
  return fileName.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}
