import { fileURLToPath } from "node:url";
import { build } from "tsup";

const sources = fileURLToPath(new URL("../../src/", import.meta.url));
const outputFolder = fileURLToPath(new URL("../../node_modules/.command-under-test/", import.meta.url));

/** Builds the command from the sources as they are, those of the workspace's packages included: Node itself reads no JSX. */
export async function buildCommand(): Promise<string> {
  await build({
    config: false,
    // What runs in threads and processes of its own stands beside it.
    entry: {
      cli: `${sources}cli.ts`,
      "process-main": `${sources}fleet/process-main.ts`,
      "server-main": `${sources}target/server-main.ts`,
      "worker-main": `${sources}fleet/worker-main.ts`,
    },
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
  return `${outputFolder}cli.js`;
}
