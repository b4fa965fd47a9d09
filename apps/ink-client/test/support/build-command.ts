import { fileURLToPath } from "node:url";
import { build } from "tsup";

const outputFolder = fileURLToPath(new URL("../../node_modules/.command-under-test/", import.meta.url));

/** The command that the tests run. */
export const COMMAND = `${outputFolder}cli.js`;

/** Builds the command from the sources as they are, those of the workspace's packages included: Node itself reads no JSX. */
export async function setup(): Promise<void> {
  await build({
    config: false,
    entry: [fileURLToPath(new URL("../../src/cli.ts", import.meta.url))],
    outDir: outputFolder,
    format: "esm",
    platform: "node",
    target: "node22",
    noExternal: [/^@chat\//],
    clean: true,
    esbuildOptions(options) {
      options.conditions = ["@chat/source"];
    },
    silent: true,
  });
}
