import { readFileSync } from "node:fs";

/** Reads a file of JSON. Editors of Windows begin it with a byte order mark. @throws {Error} with the name of the file */
export function readJson(file: string): unknown {
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`);
  }
}
