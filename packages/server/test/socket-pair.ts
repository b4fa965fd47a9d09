import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** The two ends of one TCP connection. */
export interface SocketPair extends AsyncDisposable {
  readonly near: Socket;
  readonly far: Socket;
}

/** Connects two sockets over the loopback. Nothing is read from the far one until somebody listens to it. */
export async function createSocketPair(): Promise<SocketPair> {
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const far = connect({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", allowHalfOpen: true });
  const [near] = (await once(server, "connection")) as [Socket];
  await once(far, "connect");
  server.close();
  for (const socket of [near, far]) socket.on("error", () => socket.destroy());
  return {
    near,
    far,
    async [Symbol.asyncDispose]() {
      near.destroy();
      far.destroy();
    },
  };
}
