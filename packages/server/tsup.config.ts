import { defineConfig } from "tsup";
import { keepNodeCheckApart } from "../../tsup.shared.ts";

export default defineConfig({
  // A thread is started from a file of its own, which has to be beside the code that starts it.
  entry: {
    index: "src/index.ts",
    "check-node": "src/check-node.ts",
    "io-thread": "src/threads/io-thread.ts",
    "module-host": "src/threads/module-host.ts",
    "nats/index": "src/nats/index.ts",
  },
  esbuildPlugins: [keepNodeCheckApart],
  format: "esm",
  platform: "node",
  target: "node22",
  clean: true,
});
