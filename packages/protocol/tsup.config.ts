import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/schema.ts"],
  format: "esm",
  // Neither Node nor a browser: bundlers for both take it as it is.
  platform: "neutral",
  target: "es2023",
  clean: true,
});
