import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Returns the first program of a package's README, and the output that the README shows for it. */
export function readmeProgram({ name, path }) {
  const readme = readFileSync(join(path, "README.md"), "utf8");
  const program = /```js\n(.*?)```/s.exec(readme)?.[1];
  const expected = /```text\n(.*?)```/s.exec(readme)?.[1];
  if (program === undefined || expected === undefined) throw new Error(`${name}: README.md shows no program.`);
  return { program, expected };
}
