import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { commandUnderTest } from "../../../../tsup.shared.ts";

const outputFolder = fileURLToPath(new URL("../../node_modules/.command-under-test/", import.meta.url));

/** The command that the tests run. */
export const COMMAND = `${outputFolder}cli.js`;

/** Builds the command from the sources as they are, with all that it imports: to look for modules is half of the time of a start. */
export async function setup(): Promise<void> {
  await build({
    ...commandUnderTest,
    noExternal: [/^(?!react-devtools-core$)/],
    // Ink loads it only for who develops with React's tools; it is not installed.
    external: ["react-devtools-core"],
    // CommonJS modules load those of Node by it.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    entry: [fileURLToPath(new URL("../../src/cli.ts", import.meta.url))],
    outDir: outputFolder,
  });
}
