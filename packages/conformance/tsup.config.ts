import { defineConfig } from "tsup";

export default defineConfig({
  // The checks and the reporters are found by reading their folders, so each of them is a file of the build as well.
  entry: ["src/cli.ts", "src/{server,client}/checks/*.ts", "src/reporters/*.ts", "!src/**/*.test.ts"],
  // It is installed only where the system has a build of it.
  external: ["@lydell/node-pty"],
  format: "esm",
  platform: "node",
  target: "node22",
  clean: true,
});
