import type { Endpoint } from "@chat/server";

const COMPUTING_MS = 100;

/** Given to the server as a module of endpoints: one that computes without a pause, as a student's first one may. */
export const endpoints: readonly Endpoint[] = [
  {
    name: "/compute",
    summary: "Computes for 100 ms.",
    handle: ({ reply }) => {
      const endAt = performance.now() + COMPUTING_MS;
      let rounds = 0;
      while (performance.now() < endAt) rounds += 1;
      reply(`Computed ${rounds} rounds`);
    },
  },
];
