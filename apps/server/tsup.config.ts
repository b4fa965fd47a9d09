import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    cli: "src/cli.ts",
    "health-check": "src/health-check.ts",
    "terminal-lines": "src/terminal-lines.ts",
    "admin/admin-api": "src/admin/admin-api.ts",
  },
  format: "esm",
  platform: "node",
  target: "node22",
  clean: true,
});
