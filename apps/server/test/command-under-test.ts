import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { commandUnderTest } from "../../../tsup.shared.ts";

/** A folder beside the sources: the command looks for the example client from where it stands. */
const outputFolder = fileURLToPath(new URL("../.build/", import.meta.url));

/** The command that the tests run. */
export const CLI = `${outputFolder}cli.js`;

/** The health check that a container runs. */
export const HEALTH_CHECK = `${outputFolder}health-check.js`;

/** Before all tests: builds both from the sources as they are. A process that loads few files starts in less CPU time. */
export async function setup(): Promise<void> {
  await build({
    ...commandUnderTest,
    entry: {
      cli: fileURLToPath(new URL("../src/cli.ts", import.meta.url)),
      "health-check": fileURLToPath(new URL("../src/health-check.ts", import.meta.url)),
      // The file of threads stands beside it.
      "io-thread": fileURLToPath(new URL("../../../packages/server/src/threads/io-thread.ts", import.meta.url)),
    },
    outDir: outputFolder,
  });
}
