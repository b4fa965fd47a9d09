import { setTimeout as pause } from "node:timers/promises";
import { serverTexts } from "@chat/protocol";
import type { ListResult } from "./run-result.ts";

const ASK_AGAIN_MS = 100;

/** A node that can be asked who is online; `ask` returns the text of its answer. */
export interface ListSource {
  readonly node: number;
  ask(): Promise<string>;
}

/**
 * Asks each node until it counts as many others as there should be, and no longer than the deadline: then its last answer is
 * the result.
 */
export async function pollLists(
  sources: readonly ListSource[],
  expected: number,
  deadlineMs: number,
): Promise<ListResult[]> {
  const startedAt = performance.now();
  return await Promise.all(
    sources.map(async ({ node, ask }) => {
      for (;;) {
        const text = await ask();
        const afterMs = performance.now() - startedAt;
        const count = serverTexts.userList.read(text)?.count ?? null;
        const isPartial = text.includes("(partial: ");
        if ((count === expected && !isPartial) || afterMs > deadlineMs) return { node, count, isPartial, afterMs };
        await pause(ASK_AGAIN_MS);
      }
    }),
  );
}
