import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { sharedConfig } from "../../vitest.shared.ts";

/** The suites that see a server through its sockets and its events alone, whatever it is made of. */
const SOCKET_SUITES = [
  "test/endpoints.test.ts",
  "test/handshake.test.ts",
  "test/lifecycle.test.ts",
  "test/limits.test.ts",
  "test/logging.test.ts",
  "test/messages.test.ts",
  "test/nameless.test.ts",
  "test/names.test.ts",
  "test/original-clients.test.ts",
  "test/queue-rules.test.ts",
  "test/robustness.test.ts",
  "test/shared-memory.test.ts",
  "test/strangers.test.ts",
  "test/transcript.test.ts",
  "test/trusted-proxies.test.ts",
];

/** Suites of what is decided before anybody is online, which is the same over four threads as over two. */
const TWO_THREADS_SUFFICE = [
  "test/logging.test.ts",
  "test/nameless.test.ts",
  "test/names.test.ts",
  "test/shared-memory.test.ts",
  "test/strangers.test.ts",
  "test/trusted-proxies.test.ts",
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
    projects: [
      { extends: true, test: { name: "one loop", exclude: [...configDefaults.exclude, ...untestable] } },
      ...(canTestThreads ? [2, 4] : []).map((threads) => ({
        extends: true as const,
        test: {
          name: `${threads} threads`,
          include:
            threads === 2 ? SOCKET_SUITES : SOCKET_SUITES.filter((suite) => !TWO_THREADS_SUFFICE.includes(suite)),
          env: { CHAT_TEST_THREADS: `${threads}`, NODE_COMPILE_CACHE: COMPILE_CACHE },
        },
      })),
    ],
  },
});
