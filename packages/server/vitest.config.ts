import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { sharedConfig } from "../../vitest.shared.ts";

/**
 * The suites that go through a server's sockets and that threads can change: where users of two threads meet, and what is counted for
 * the whole server. The other suites are about one connection, which lives in one thread.
 */
const SUITES_OVER_TWO_THREADS = [
  "test/endpoints.test.ts",
  "test/logging.test.ts",
  "test/nameless.test.ts",
  "test/names.test.ts",
  "test/shared-limits.test.ts",
  "test/shared-memory.test.ts",
  "test/trusted-proxies.test.ts",
];

/** Those of them where three links to other threads can go wrong in more ways than one link. */
const SUITES_OVER_FOUR_THREADS = [
  "test/lifecycle.test.ts",
  "test/messages.test.ts",
  "test/queue-rules.test.ts",
  "test/robustness.test.ts",
  "test/transcript.test.ts",
];

/** Each test starts threads, and each thread loads the server: this makes it three times as fast. */
const COMPILE_CACHE = fileURLToPath(new URL("node_modules/.cache/compile", import.meta.url));

/** Elsewhere the system spreads no connections over threads, and a server has one. */
const canTestThreads = process.platform === "linux";
const untestable = canTestThreads ? [] : ["test/threads.test.ts", "test/thread-hang.test.ts"];

/** Everything over one event loop, and what goes through sockets once more over several. */
export default defineConfig({
  ...sharedConfig,
  test: {
    ...sharedConfig.test,
    // Most tests wait: for the end of a time limit, or for a thread that starts.
    maxWorkers: 4,
    maxConcurrency: 8,
    projects: [
      { extends: true, test: { name: "one loop", exclude: [...configDefaults.exclude, ...untestable] } },
      ...(canTestThreads ? [2, 4] : []).map((threads) => ({
        extends: true as const,
        test: {
          name: `${threads} threads`,
          include: threads === 2 ? SUITES_OVER_TWO_THREADS : SUITES_OVER_FOUR_THREADS,
          env: { CHAT_TEST_THREADS: `${threads}`, NODE_COMPILE_CACHE: COMPILE_CACHE },
        },
      })),
    ],
  },
});
