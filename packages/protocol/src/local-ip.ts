const LOOPBACK = "127.0.0.1";

/**
 * This machine's first IPv4 address that others can reach, else `127.0.0.1`. Synchronous, and nothing is sent: it
 * reads the list of network interfaces. In a browser, which has no such list, it is always `127.0.0.1` [C-6].
 */
export function getLocalIp(): string {
  // Asked of the runtime instead of imported, so that a bundler for browsers has nothing to resolve.
  const os = globalThis.process?.getBuiltinModule?.("node:os");
  for (const addresses of Object.values(os?.networkInterfaces() ?? {})) {
    for (const { family, internal, address } of addresses ?? []) {
      if (family === "IPv4" && !internal) return address;
    }
  }
  return LOOPBACK;
}
