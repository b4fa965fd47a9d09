import type { BrokenPeer } from "./broken-peer.ts";
import { connections } from "./clients/connections.ts";
import { framing } from "./clients/framing.ts";
import { handshakes } from "./clients/handshakes.ts";
import { messages } from "./clients/messages.ts";
import { readings } from "./clients/readings.ts";

/** Clients with one typical mistake each, in the order of their numbers, which says nothing. */
export const brokenClients: readonly BrokenPeer[] = [
  ...handshakes,
  ...framing,
  ...messages,
  ...readings,
  ...connections,
].toSorted((a, b) => a.name.localeCompare(b.name));
