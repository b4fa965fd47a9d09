import { once } from "node:events";
import { type AddressInfo, createServer, type ServerOpts, type Socket } from "node:net";

/** A server that does with each connection what the test says. */
export async function startScriptedServer(serve: (socket: Socket) => void, options: ServerOpts = {}) {
  const sockets = new Set<Socket>();
  const connected = Promise.withResolvers<void>();
  const server = createServer(options, (socket) => {
    sockets.add(socket);
    connected.resolve();
    socket.on("error", () => undefined);
    serve(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    /** Every connection that there was. */
    sockets,
    /** Settles when somebody has connected. */
    connected: connected.promise,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
