import { defineConfig } from "tsup";
import { keepNodeCheckApart } from "../../tsup.shared.ts";

export default defineConfig({
  entry: ["src/index.ts", "src/check-node.ts"],
  esbuildPlugins: [keepNodeCheckApart],
  format: "esm",
  platform: "node",
  target: "node22",
  clean: true,
});
