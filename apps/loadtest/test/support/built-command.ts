import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { commandUnderTest } from "../../../../tsup.shared.ts";

const sources = fileURLToPath(new URL("../../src/", import.meta.url));
const outputFolder = fileURLToPath(new URL("../../node_modules/.command-under-test/", import.meta.url));

/** Builds the command from the sources as they are. */
export async function buildCommand(): Promise<string> {
  await build({
    ...commandUnderTest,
    // What runs in threads and processes of its own stands beside it.
    entry: {
      cli: `${sources}cli.ts`,
      "process-main": `${sources}fleet/process-main.ts`,
      "server-main": `${sources}target/server-main.ts`,
      "worker-main": `${sources}fleet/worker-main.ts`,
    },
    outDir: outputFolder,
  });
  return `${outputFolder}cli.js`;
}
