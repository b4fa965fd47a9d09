// Loaded before the server: plants a regression into everything that it writes to a socket, to see whether it is found.
import { once } from "node:events";
import { openSync, writeSync } from "node:fs";
import { createServer } from "node:net";

/** Work that a write does in addition. */
const WORK = {
  "clock-read": () => performance.now(),
  write: () => writeSync(openFile, "x"),
  object: (text: unknown) => {
    kept = { text };
  },
} satisfies Record<string, (text: unknown) => unknown>;

export type Plant = keyof typeof WORK;
export const PLANTS = Object.keys(WORK) as readonly Plant[];

/** Kept, so that the compiler can't leave the object out. */
let kept: object = {};
let openFile = -1;

const plant = process.env.CHAT_PLANT as Plant | undefined;
if (plant !== undefined) {
  const work = WORK[plant];
  openFile = openSync("/dev/null", "w");
  const sockets = await handlesOfSockets();
  const { writeLatin1String } = sockets;
  sockets.writeLatin1String = function (request, text) {
    work(text);
    return writeLatin1String.call(this, request, text);
  };
  process.once("exit", () => void kept);
}

/** Where the streams of the runtime's sockets write. */
interface SocketHandles {
  writeLatin1String(request: unknown, text: string): unknown;
}

/** Returns the prototype that the handles of all sockets share. */
async function handlesOfSockets(): Promise<SocketHandles> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { _handle: handle } = server as unknown as { readonly _handle: SocketHandles };
  server.close();
  return Object.getPrototypeOf(handle) as SocketHandles;
}
