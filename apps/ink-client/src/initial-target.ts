import { PORT } from "@chat/protocol";
import type { Options } from "./options.ts";
import type { Settings } from "./settings-file.ts";

/** Where to join, and as whom if that is known. */
interface InitialTarget {
  readonly host: string;
  readonly port: number;
  readonly name: string | null;
}

/**
 * Finds out where to join and as whom. What is given comes before what is remembered. Host and port are remembered as one:
 * the port of one machine says nothing of another.
 */
export function findInitialTarget(
  { host, port, name }: Pick<Options, "host" | "port" | "name">,
  remembered: Settings,
): InitialTarget {
  const address = host === undefined && port === undefined ? remembered : { host, port };
  return {
    host: address.host ?? "127.0.0.1",
    port: address.port ?? PORT,
    name: name ?? remembered.name ?? null,
  };
}
