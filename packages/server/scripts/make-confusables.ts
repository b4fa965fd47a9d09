/**
 * Writes `src/names/confusables.ts` from the file `confusables.txt` of UTS #39, which Unicode publishes for each version at
 * https://www.unicode.org/Public/<version>/security/confusables.txt:
 *
 *     pnpm run confusables path/to/confusables.txt
 *
 * Run it with the newest Node that there is: characters that its Unicode version does not know are left out.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { findUsernameProblem } from "@chat/protocol";

const LINE_WIDTH = 116;
const OUTPUT = new URL("../src/names/confusables.ts", import.meta.url);

/** Goes with every copy of the data. */
const LICENSE = [
  "UNICODE LICENSE V3",
  "",
  "COPYRIGHT AND PERMISSION NOTICE",
  "",
  "NOTICE TO USER: Carefully read the following legal agreement. BY DOWNLOADING, INSTALLING, COPYING OR OTHERWISE",
  "USING DATA FILES, AND/OR SOFTWARE, YOU UNEQUIVOCALLY ACCEPT, AND AGREE TO BE BOUND BY, ALL OF THE TERMS AND",
  "CONDITIONS OF THIS AGREEMENT. IF YOU DO NOT AGREE, DO NOT DOWNLOAD, INSTALL, COPY, DISTRIBUTE OR USE THE DATA",
  "FILES OR SOFTWARE.",
  "",
  "Permission is hereby granted, free of charge, to any person obtaining a copy of data files and any associated",
  'documentation (the "Data Files") or software and any associated documentation (the "Software") to deal in the',
  "Data Files or Software without restriction, including without limitation the rights to use, copy, modify, merge,",
  "publish, distribute, and/or sell copies of the Data Files or Software, and to permit persons to whom the Data",
  "Files or Software are furnished to do so, provided that either (a) this copyright and permission notice appear",
  "with all copies of the Data Files or Software, or (b) this copyright and permission notice appear in associated",
  "Documentation.",
  "",
  'THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING',
  "BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF",
  "THIRD PARTY RIGHTS.",
  "",
  "IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS NOTICE BE LIABLE FOR ANY CLAIM, OR ANY",
  "SPECIAL INDIRECT OR CONSEQUENTIAL DAMAGES, OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR",
  "PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION",
  "WITH THE USE OR PERFORMANCE OF THE DATA FILES OR SOFTWARE.",
  "",
  "Except as contained in this notice, the name of a copyright holder shall not be used in advertising or otherwise",
  "to promote the sale, use or other dealings in these Data Files or Software without prior written authorization",
  "of the copyright holder.",
];

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("Which confusables.txt? Give its path.");
const text = readFileSync(path, "utf8");
const version = /^# Version: (\S+)/m.exec(text)?.[1];
const copyright = /^# (© .*)$/m.exec(text)?.[1];
if (!version || !copyright) throw new Error(`${path} does not say its version or its copyright.`);

const prototypes = readPrototypes(text);
const table = writeTable(prototypes, findNameCharacters());
writeFileSync(OUTPUT, writeModule(table, version, copyright));

/** The prototype of each character that has one. */
function readPrototypes(lines: string): Map<string, string> {
  const entries = lines.matchAll(/^\s*([0-9A-F]+)\s*;\s*([0-9A-F ]+?)\s*;\s*MA\b/gm);
  return new Map([...entries].map(([, source = "", target = ""]) => [toText(source), toText(target)]));
}

function toText(codePoints: string): string {
  return String.fromCodePoint(...codePoints.split(" ").map((codePoint) => Number.parseInt(codePoint, 16)));
}

/** The characters of all names, however these are normalised, and in whichever case. */
function findNameCharacters(): Set<string> {
  const characters = new Set<string>();
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
    const character = String.fromCodePoint(codePoint);
    const problem = findUsernameProblem(character);
    if (problem && problem.code !== "leading") continue;
    for (const form of formsOf(character)) for (const part of form) characters.add(part);
  }
  return characters;
}

function formsOf(character: string): string[] {
  const cases = [character, character.toUpperCase(), character.toLowerCase()];
  return cases.flatMap((form) => [form, form.normalize("NFD"), form.normalize("NFKC"), form.normalize("NFKD")]);
}

/**
 * Writes one record for each prototype: its characters and, in growing order, the differences between the characters that
 * look like it, all in base 36. Left out is what the skeleton finds without the table, by decomposition.
 */
function writeTable(entries: ReadonlyMap<string, string>, characters: ReadonlySet<string>): string {
  const sources = new Map<string, number[]>();
  for (const [source, prototype] of entries) {
    if (!characters.has(source) || source.normalize("NFD") !== source) continue;
    const target = toPrototypes(prototype, entries);
    if (source.normalize("NFKD") !== source && toPrototypes(source.normalize("NFKD"), entries) === target) continue;
    const list = sources.get(target) ?? [];
    sources.set(target, list);
    list.push(source.codePointAt(0) ?? 0);
  }
  return [...sources].map(([prototype, list]) => `${writePrototype(prototype)}=${writeSources(list)}`).join(" ");
}

/** A prototype may have a compatibility decomposition, which looks like it. */
function toPrototypes(characters: string, entries: ReadonlyMap<string, string>): string {
  const mapped = [...characters].map((character) => entries.get(character) ?? character).join("");
  const decomposed = mapped.normalize("NFKD");
  return decomposed === characters ? decomposed : toPrototypes(decomposed, entries);
}

function writePrototype(prototype: string): string {
  return [...prototype].map((character) => (character.codePointAt(0) ?? 0).toString(36)).join(".");
}

function writeSources(codePoints: readonly number[]): string {
  const sorted = codePoints.toSorted((one, other) => one - other);
  return sorted.map((codePoint, index) => (codePoint - (sorted[index - 1] ?? 0)).toString(36)).join(",");
}

function writeModule(records: string, unicodeVersion: string, notice: string): string {
  return `/*!
 * Made by scripts/make-confusables.ts from the file confusables.txt of Unicode ${unicodeVersion}, UTS #39: cut down to the
 * characters that a name can have, and written in another form.
 *
 * ${notice.replace(/\.$/, "")}. SPDX-License-Identifier: Unicode-3.0
 *
${LICENSE.map((line) => ` * ${line}`.trimEnd()).join("\n")}
 */

/** The Unicode version of the table. */
export const CONFUSABLES_VERSION = "${unicodeVersion}";

/**
 * The characters that look like others: for each prototype its code points, and the differences between the code points
 * of the characters that look like it, in base 36. {@link file://./skeleton.ts} reads it.
 */
export const CONFUSABLES = \`
${wrap(records)}
\`;
`;
}

function wrap(records: string): string {
  // A long record is cut behind a comma: the reader takes no notice of line breaks.
  const parts = records.split(/(?<=[ ,])/);
  const lines = [""];
  for (const part of parts) {
    if ((lines.at(-1) ?? "").length + part.length > LINE_WIDTH) lines.push("");
    lines[lines.length - 1] += part;
  }
  return lines
    .map((line) => line.replace(/ $/, ";"))
    .join("\n")
    .replaceAll(" ", ";");
}
