import { defineConfig } from "tsup";

export default defineConfig({
  // A thread is started from a file of its own, which has to be beside the code that starts it.
  entry: { index: "src/index.ts", "io-thread": "src/threads/io-thread.ts", "nats/index": "src/nats/index.ts" },
  format: "esm",
  platform: "node",
  target: "node22",
  clean: true,
});
