import { createChatNode } from "@chat/server";

/** Starts a chat server on a port that the system chooses. */
export async function startChatServer() {
  const node = createChatNode({ host: "127.0.0.1", port: 0 });
  const { port } = await node.listen();
  return { port, close: () => node.close(), [Symbol.asyncDispose]: () => node.close({ graceMs: 0 }) };
}
