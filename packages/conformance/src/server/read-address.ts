import type { Target } from "./server-scene.ts";

/** Reads `HOST:PORT`, `[IPV6]:PORT` or a port of this machine; `null` when it is none of them. */
export function readAddress(text: string): Target | null {
  const [, host = "", port] = /^(?:\[?([^\]]*?)\]?:)?(\d{1,5})$/.exec(text) ?? [];
  return port === undefined || Number(port) > 65_535 ? null : { host: host || "127.0.0.1", port: Number(port) };
}
