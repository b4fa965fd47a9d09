import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";

/**
 * Gets a port for listeners that share it, and keeps it until they have it.
 *
 * It listens first as one that does not share: the system refuses that when another server has the port, even one that
 * would share it. Otherwise two servers could have one port, and each half of the other's users. Then it makes way for a
 * listener that does share, with nothing in between. Who connects before the server listens is turned away.
 */
export async function claimPort(host: string, port: number): Promise<Server> {
  const exclusive = await listen(host, port, false);
  const { address, port: claimed } = exclusive.address() as AddressInfo;
  exclusive.close();
  return await listen(address, claimed, true);
}

async function listen(host: string, port: number, reusePort: boolean): Promise<Server> {
  const listener = createServer((socket) => socket.destroy());
  listener.listen({ host, port, reusePort });
  await once(listener, "listening");
  return listener;
}
