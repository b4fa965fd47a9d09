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
    // What runs in threads and processes of its own stands beside it.
    entry: {
      cli: `${sources}cli.ts`,
      "child-scripts": `${sources}child-scripts.ts`,
      "process-main": `${sources}fleet/process-main.ts`,
      "server-main": `${sources}target/server-main.ts`,
      "stub-main": `${sources}selftest/stub-main.ts`,
      "worker-main": `${sources}fleet/worker-main.ts`,
    },
    outDir: outputFolder,
  });
}
