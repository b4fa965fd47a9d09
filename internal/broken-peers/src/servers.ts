import type { BrokenPeer } from "./broken-peer.ts";
import { answers } from "./servers/answers.ts";
import { connections } from "./servers/connections.ts";
import { deliveries } from "./servers/deliveries.ts";
import { framing } from "./servers/framing.ts";
import { handshakes } from "./servers/handshakes.ts";
import { loadTests } from "./servers/load-tests.ts";
import { messages } from "./servers/messages.ts";
import { names } from "./servers/names.ts";

const entries = [
  ...loadTests,
  ...names,
  ...handshakes,
  ...framing,
  ...messages,
  ...deliveries,
  ...answers,
  ...connections,
];

/** The name of a broken server. */
export type BrokenServerName = (typeof entries)[number]["name"];

/** Every server that is wrong on purpose. */
export const brokenServers: readonly (BrokenPeer & { readonly name: BrokenServerName })[] = entries.map((entry) => ({
  ...entry,
  role: "server",
}));
