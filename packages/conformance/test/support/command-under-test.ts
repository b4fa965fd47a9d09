import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { commandUnderTest } from "../../../../tsup.shared.ts";

const sources = fileURLToPath(new URL("../../src/", import.meta.url));
const outputFolder = fileURLToPath(new URL("../../.build/", import.meta.url));

/** The command that the tests run. */
export const CLI = `${outputFolder}cli.js`;

/** Before all tests: builds the command from the sources as they are. A process that loads few files starts in less CPU time. */
export async function setup(): Promise<void> {
  await build({
    ...commandUnderTest,
    // It finds the checks and the reporters in folders beside it.
    entry: ["cli.ts", "{server,client}/checks/*.ts", "reporters/!(*.test).ts"].map((files) => sources + files),
    external: ["@lydell/node-pty"],
    outDir: outputFolder,
  });
}
