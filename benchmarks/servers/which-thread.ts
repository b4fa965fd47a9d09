import { threadId } from "node:worker_threads";
import type { Endpoint } from "@chat/server";

export const endpoints: readonly Endpoint[] = [
  { name: "/thread", summary: "Tells which thread serves the asker.", handle: ({ reply }) => reply(`${threadId}`) },
];
