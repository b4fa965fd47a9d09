/** A host and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const MAX_PORT = 65_535;

/** Reads `HOST:PORT`, `[IPV6]:PORT`, or a port of this machine; `null` for anything else. */
export function readAddress(text: string): Address | null {
  const [, host = "", port] = /^(?:\[?([^\]\s/]*?)\]?:)?(\d{1,5})$/.exec(text) ?? [];
  if (port === undefined || Number(port) > MAX_PORT) return null;
  return { host: host || "127.0.0.1", port: Number(port) };
}

/** Writes an address so that {@link readAddress} reads it. */
export function writeAddress({ host, port }: Address): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
