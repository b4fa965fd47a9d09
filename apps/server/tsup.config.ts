import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/cli.ts", "src/health-check.ts", "src/terminal-lines.ts"],
  format: "esm",
  platform: "node",
  target: "node22",
  clean: true,
});
