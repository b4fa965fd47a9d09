import { defineConfig } from "tsup";

export default defineConfig({
  entry: { index: "src/index.ts", schema: "src/schema.ts", "mistakes/index": "src/mistakes/index.ts" },
  format: "esm",
  // Neither Node nor a browser: bundlers for both take it as it is.
  platform: "neutral",
  target: "es2023",
  clean: true,
});
