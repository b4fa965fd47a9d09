import { setTimeout as pause } from "node:timers/promises";
import { createJsonMsg, decodeJsonMsg, EndpointName, serverTexts } from "@chat/protocol";
import { LinePeer } from "../load/line-peer.ts";
import { pollLists } from "./list-polling.ts";
import type { ListResult, Tally } from "./run-result.ts";

const COME_AGAIN_MS = 250;

export interface VisitOptions {
  readonly node: number;
  readonly port: number;
  readonly name: string;
  /** Since when nobody should be there, by `performance.now()`: all times count from then. */
  readonly leftAt: number;
  readonly deadlineMs: number;
}

/** Findings of a newcomer who joins after all others have left. */
export interface Visit {
  readonly list: ListResult;
  /** Refusals that the newcomer got before it was let in. */
  readonly refusals: readonly Tally[];
}

/** Comes until it is let in, asks who is online until nobody else is, and leaves. */
export async function visit({ node, port, name, leftAt, deadlineMs }: VisitOptions): Promise<Visit> {
  const refusals: Tally[] = [];
  for (;;) {
    const { peer, welcome } = await LinePeer.join({ port }, name);
    const text = readText(welcome);
    const cameAfterMs = performance.now() - leftAt;
    if (serverTexts.welcome.read(text) !== null) {
      const source = { node, ask: () => askForList(peer) };
      const lists = await pollLists([source], 0, deadlineMs - cameAfterMs);
      peer.leave();
      await peer.readToEnd();
      return { list: { ...(lists[0] as ListResult), afterMs: performance.now() - leftAt }, refusals };
    }
    await peer.readToEnd();
    refusals.push({ text, count: 1 });
    if (cameAfterMs > deadlineMs)
      return { list: { node, count: null, isPartial: false, afterMs: cameAfterMs }, refusals };
    await pause(COME_AGAIN_MS);
  }
}

async function askForList(peer: LinePeer): Promise<string> {
  peer.write(`${createJsonMsg(peer.name, "127.0.0.1", EndpointName.List, "")}\n`);
  return readText(await peer.nextLine());
}

function readText(line: string): string {
  return decodeJsonMsg(Buffer.from(line, "latin1"))?.msg ?? line;
}
