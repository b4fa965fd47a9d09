import { connect, type Socket } from "node:net";
import { startScriptedServer } from "@chat/testing";

/**
 * Passes bytes on to a server, and can lose its clients without the server's notice, as a network that goes away does:
 * the server holds their names until `release()`.
 */
export async function startRelay(targetPort: number) {
  let port = targetPort;
  const upstreams = new Map<Socket, Socket>();
  const held = new Set<Socket>();
  const relay = await startScriptedServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    upstream.on("error", () => undefined);
    upstreams.set(client, upstream);
    client.pipe(upstream).pipe(client);
  });
  return {
    port: relay.port,
    /** Loses every client. */
    cut(): void {
      for (const [client, upstream] of upstreams) {
        client.unpipe(upstream);
        client.destroy();
        held.add(upstream);
      }
      upstreams.clear();
    },
    /** Lets the server notice who was lost. */
    release(): void {
      for (const upstream of held) upstream.destroy();
      held.clear();
    },
    /** Passes who comes from now on to another server. */
    redirect(newPort: number): void {
      port = newPort;
    },
    async [Symbol.asyncDispose]() {
      for (const upstream of [...held, ...upstreams.values()]) upstream.destroy();
      await relay[Symbol.asyncDispose]();
    },
  };
}
