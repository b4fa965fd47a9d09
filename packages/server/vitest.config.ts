import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { sharedConfig } from "../../vitest.shared.ts";
import { LongWaitsFirst } from "./test/long-waits-first.ts";

/**
 * The suites that need no kernel: over one loop, they run over transports in memory. Those that run over threads as well go
 * through TCP there. `nameless` needs the time that TCP takes for a hundred connections: who has been silent for no time at
 * all makes room for nobody.
 */
const SUITES_IN_MEMORY = [
  "test/connections.test.ts",
  "test/endpoints.test.ts",
  "test/fairness.test.ts",
  "test/handshake.test.ts",
  "test/limits.test.ts",
  "test/logging.test.ts",
  "test/messages.test.ts",
  "test/names.test.ts",
  "test/notices.test.ts",
  "test/queue-rules.test.ts",
  "test/rejected-input.test.ts",
  "test/shared-limits.test.ts",
  "test/shared-memory.test.ts",
  "test/strangers.test.ts",
  "test/told.test.ts",
  "test/transcript.test.ts",
  "test/trusted-proxies.test.ts",
];

/**
 * The suites that go through a server's sockets and that threads can change: where users of two threads meet, and what is counted for
 * the whole server. The other suites are about one connection, which lives in one thread.
 */
const SUITES_OVER_TWO_THREADS = [
  "test/connections.test.ts",
  "test/endpoints.test.ts",
  "test/logging.test.ts",
  "test/nameless.test.ts",
  "test/names.test.ts",
  "test/notices.test.ts",
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

/** Elsewhere the system spreads no connections over threads, and a server has one. */
const canTestThreads = process.platform === "linux";
const untestable = canTestThreads ? [] : ["test/threads.test.ts", "test/thread-hang.test.ts"];

const suitesOverThreads = new Set(canTestThreads ? [...SUITES_OVER_TWO_THREADS, ...SUITES_OVER_FOUR_THREADS] : []);

/** Where the default server meets every message of the contract, and TCP cuts and joins them: over one loop and TCP too. */
suitesOverThreads.delete("test/transcript.test.ts");
suitesOverThreads.delete("test/messages.test.ts");

/** The suites that need no second run over one loop, as they run in memory, and over threads and TCP. */
const testedElsewhere = SUITES_IN_MEMORY.filter((suite) => suitesOverThreads.has(suite));

/** Threads start from one file, which `bundle-thread.ts` makes of their sources before a run. */
const bundledThreadEntry = {
  find: /^\.\/thread-entry\.ts$/,
  replacement: fileURLToPath(new URL("test/bundled-thread-entry.ts", import.meta.url)),
};

/** Everything over one event loop, what needs no kernel in memory, and what threads can change over several. */
export default defineConfig({
  ...sharedConfig,
  resolve: { ...sharedConfig.resolve, alias: [bundledThreadEntry] },
  test: {
    ...sharedConfig.test,
    globalSetup: "test/bundle-thread.ts",
    // Most tests wait: for the end of a time limit, or for a thread that starts.
    maxWorkers: 4,
    maxConcurrency: 8,
    sequence: { sequencer: LongWaitsFirst },
    projects: [
      {
        extends: true,
        test: { name: "one loop", exclude: [...configDefaults.exclude, ...untestable, ...testedElsewhere] },
      },
      {
        extends: true,
        test: {
          name: "in memory",
          include: SUITES_IN_MEMORY,
          env: { ...sharedConfig.test.env, CHAT_TEST_TRANSPORT: "memory" },
        },
      },
      ...(canTestThreads ? [2, 4] : []).map((threads) => ({
        extends: true as const,
        test: {
          name: `${threads} threads`,
          include: threads === 2 ? SUITES_OVER_TWO_THREADS : SUITES_OVER_FOUR_THREADS,
          env: { ...sharedConfig.test.env, CHAT_TEST_THREADS: `${threads}` },
        },
      })),
    ],
  },
});
