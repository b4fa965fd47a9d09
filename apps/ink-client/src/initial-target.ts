import { PORT } from "@chat/protocol";
import type { Options } from "./options.ts";
import type { Settings } from "./settings/settings.ts";
import { readHost } from "./state/server-address.ts";

/** The server to join; the name is `null` when it is not known. */
interface InitialTarget {
  readonly host: string;
  readonly port: number;
  readonly name: string | null;
}

/**
 * Finds the server to join and the name. An option comes before a remembered value. Host and port are remembered as one:
 * the port of one machine means nothing on another.
 */
export function findInitialTarget(
  { host, port, name }: Pick<Options, "host" | "port" | "name">,
  remembered: Pick<Settings, "host" | "port" | "name">,
): InitialTarget {
  const address = host === undefined && port === undefined ? remembered : { host, port };
  return {
    host: readHost(address.host ?? "127.0.0.1"),
    port: address.port ?? PORT,
    name: name ?? remembered.name ?? null,
  };
}
