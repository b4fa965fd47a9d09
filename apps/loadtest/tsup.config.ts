import { writeFile } from "node:fs/promises";
import { defineConfig } from "tsup";
import { writeResultSchema } from "./src/result/run-result.ts";
import { writeScenarioSchema } from "./src/scenario/scenario.ts";

export default defineConfig({
  // Side by side, so that each finds the others whatever piece of the build it is in.
  entry: {
    cli: "src/cli.ts",
    index: "src/index.ts",
    "process-main": "src/fleet/process-main.ts",
    "server-main": "src/target/server-main.ts",
    "stub-main": "src/selftest/stub-main.ts",
    "worker-main": "src/fleet/worker-main.ts",
  },
  format: "esm",
  platform: "node",
  target: "node22",
  clean: true,
  onSuccess: async () => {
    await writeFile(new URL("dist/result.schema.json", import.meta.url), writeResultSchema());
    await writeFile(new URL("dist/scenario.schema.json", import.meta.url), writeScenarioSchema());
  },
});
