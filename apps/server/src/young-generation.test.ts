import { execFileSync } from "node:child_process";
import { setFlagsFromString } from "node:v8";
import { expect, it } from "vitest";

const FILE = new URL("./young-generation.ts", import.meta.url).href;

/** Keeps as many objects as a crowd makes, and prints how large the part of the heap for new ones was at most, in MiB. */
const GROW = `
  import { getHeapSpaceStatistics } from "node:v8";
  const kept = [];
  let most = 0;
  for (let count = 0; count < 800_000; count++) {
    kept.push({ count, part: { count } });
    if (count % 2_000 > 0) continue;
    most = Math.max(most, getHeapSpaceStatistics().find((space) => space.space_name === "new_space").space_size);
  }
  console.log(most / 2 ** 20);
`;

function measureNewSpace(program: string, ...flags: string[]): number {
  const args = [...flags, "--input-type=module", "--eval", program];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8", env: {} }));
}

const KEEP = `import { keepYoungGenerationSmall } from "${FILE}"; keepYoungGenerationSmall();`;

it("keeps the heap's part for new objects as small as it begins", () => {
  const grown = measureNewSpace(GROW);
  expect(measureNewSpace(`${KEEP}${GROW}`)).toBeLessThan(grown / 2);
});

it("leaves the size that was chosen for the process", () => {
  const chosen = measureNewSpace(`${KEEP}${GROW}`, "--max-semi-space-size=32");
  expect(chosen).toBeGreaterThan(2 * measureNewSpace(`${KEEP}${GROW}`));
});

it("does no harm where V8 has no such flag", () => {
  expect(() => setFlagsFromString("--no-such-flag-of-chat=1")).not.toThrow();
});
