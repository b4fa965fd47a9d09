import { PORT } from "@chat/protocol";
import type { Options } from "./options.ts";
import type { Settings } from "./settings/settings.ts";
import type { JoinTarget } from "./state/chat-state.ts";
import { readHost } from "./state/server-address.ts";

/**
 * Finds the server to join and the name; `null` when that is not known. An option comes before a remembered value. Host and port are remembered as one:
 * the port of one machine means nothing on another.
 */
export function findInitialTarget(
  { host, port, name }: Pick<Options, "host" | "port" | "name">,
  remembered: Pick<Settings, "host" | "port" | "name">,
): JoinTarget | (Omit<JoinTarget, "name"> & { readonly name: null }) {
  const address = host === undefined && port === undefined ? remembered : { host, port };
  return {
    host: readHost(address.host ?? "127.0.0.1"),
    port: address.port ?? PORT,
    name: name ?? remembered.name ?? null,
  };
}
