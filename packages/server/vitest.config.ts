import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { sharedConfig } from "../../vitest.shared.ts";
import { LongWaitsFirst } from "./test/long-waits-first.ts";

/**
 * The suites that go through a server's sockets and that threads can change: where users of two threads meet, and what is counted for
 * the whole server. The other suites are about one connection, which lives in one thread.
 */
const SUITES_OVER_TWO_THREADS = [
  "test/connections.test.ts",
  "test/control.test.ts",
  "test/lifecycle.test.ts",
  "test/logging.test.ts",
  "test/nameless.test.ts",
  "test/modules.test.ts",
  "test/names.test.ts",
  "test/notices.test.ts",
  "test/queue-rules.test.ts",
  "test/robustness.test.ts",
  "test/shared-limits.test.ts",
  "test/shared-memory.test.ts",
  "test/totals.test.ts",
  "test/trusted-proxies.test.ts",
  "test/watch.test.ts",
];

/**
 * Those where three links to other threads can go wrong in more ways than one link. They run over one loop and TCP too: there the
 * default server meets every message of the contract, and TCP cuts and joins them.
 */
const SUITES_OVER_FOUR_THREADS = ["test/messages.test.ts", "test/transcript.test.ts"];

/**
 * The suites over threads that need a kernel over one loop as well. `nameless` needs the time that TCP takes for a hundred
 * connections: who has been silent for no time at all makes room for nobody.
 */
const SUITES_OVER_TCP = ["test/lifecycle.test.ts", "test/nameless.test.ts", "test/robustness.test.ts"];

/** The other suites over threads go through TCP there. Over one loop, they run over transports in memory. */
const SUITES_OVER_TWO_THREADS_OR_MEMORY = SUITES_OVER_TWO_THREADS.filter((suite) => !SUITES_OVER_TCP.includes(suite));

/** Elsewhere the system spreads no connections over threads, and a server has one. */
const canTestThreads = process.platform === "linux";
const untestable = canTestThreads ? [] : ["test/threads.test.ts", "test/thread-hang.test.ts"];

/** The suites that need no second run over one loop. */
const testedElsewhere = canTestThreads ? SUITES_OVER_TWO_THREADS_OR_MEMORY : [];

/** Threads start from one file, which `bundle-thread.ts` makes of their sources before a run. */
const bundledThreadEntry = {
  find: /^\.\/thread-entry\.ts$/,
  replacement: fileURLToPath(new URL("test/bundled-thread-entry.ts", import.meta.url)),
};

/** Everything over one event loop, and what threads can change over several and, where it needs no kernel, in memory. */
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
          include: [...SUITES_OVER_TWO_THREADS_OR_MEMORY, ...SUITES_OVER_FOUR_THREADS],
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
