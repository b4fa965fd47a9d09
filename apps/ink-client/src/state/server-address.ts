import type { JoinTarget } from "./chat-state.ts";

/** Writes host and port as one word. An IPv6 address stands in brackets: its colons would hide where the port begins. */
export function writeServerAddress({ host, port }: Pick<JoinTarget, "host" | "port">): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Reads a host as people type it. An IPv6 address may stand in brackets, since that is how it is shown. */
export function readHost(typed: string): string {
  return /^\[(.*:.*)\]$/.exec(typed)?.[1] ?? typed;
}
