import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** Ports from here up to there are no system's choice for port 0: a port that is chosen now is still free a moment later. */
const FIXED_PORTS = [20_000, 32_000] as const;

/** Chooses ports that are free now, and that no system gives to a program that asks for any port. */
export async function choosePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(...FIXED_PORTS);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

/** Chooses one such port, for a server that comes later, goes and comes back, or is never there. */
export async function choosePort(): Promise<number> {
  const [port = 0] = await choosePorts(1);
  return port;
}

async function isFree(port: number): Promise<boolean> {
  const listener = createServer().listen(port, "127.0.0.1");
  try {
    await once(listener, "listening");
  } catch {
    return false;
  }
  listener.close();
  await once(listener, "close");
  return true;
}
