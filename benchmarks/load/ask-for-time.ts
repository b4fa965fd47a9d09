import { createJsonMsg, EndpointName } from "@chat/protocol";
import type { LinePeer } from "./line-peer.ts";

/** Asks the server what time it is, and gives the line of its answer. */
export async function askForTime(peer: LinePeer): Promise<string> {
  peer.write(`${createJsonMsg(peer.name, "127.0.0.1", EndpointName.Time, "")}\n`);
  return await peer.nextLine();
}
