import type { Endpoint } from "@chat/server";

const COMPUTING_MS = 100;

/** Flags that load this file into the server. */
export const COMPUTING_ENDPOINT: readonly string[] = ["--modules", import.meta.filename];

/** One endpoint that computes without a pause, as a student's first one may. */
export const endpoints: readonly Endpoint[] = [
  {
    name: "/compute",
    summary: "Computes for 100 ms.",
    handle: ({ reply }) => {
      for (const endAt = performance.now() + COMPUTING_MS; performance.now() < endAt; );
      reply("Computed for 100 ms");
    },
  },
];
