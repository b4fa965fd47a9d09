import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { commandUnderTest } from "../../../../tsup.shared.ts";

const outputFolder = fileURLToPath(new URL("../../node_modules/.command-under-test/", import.meta.url));

/** The command that the tests run. */
export const COMMAND = `${outputFolder}cli.js`;

/** Builds the command from the sources as they are. */
export async function setup(): Promise<void> {
  await build({
    ...commandUnderTest,
    entry: [fileURLToPath(new URL("../../src/cli.ts", import.meta.url))],
    outDir: outputFolder,
  });
}
