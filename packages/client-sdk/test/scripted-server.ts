import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { createJsonMsg, GUEST, SERVER_IP, SERVER_NAME, serverTexts } from "@chat/protocol";

/** What a server says to Ada who is the first to come, with no newline. */
export const WELCOME = fromServer(serverTexts.welcome.write("Ada", { names: [], count: 0, maxTextBytes: 1_000 }));

/** A message of the server's to Ada, with no newline. */
export function fromServer(text: string): string {
  return createJsonMsg(SERVER_NAME, SERVER_IP, "Ada", text);
}

/** What a server says to somebody whom it does not take. */
export function refusal(text: string): string {
  return `${createJsonMsg(SERVER_NAME, SERVER_IP, GUEST, text)}\n`;
}

/** Answers each client's first bytes with a text. */
export function answerWith(text: string): (socket: Socket) => void {
  return (socket) => void socket.once("data", () => socket.write(text));
}

/** A server that does with each connection what the test says. */
export async function startScriptedServer(serve: (socket: Socket) => void, options: { allowHalfOpen?: boolean } = {}) {
  const sockets = new Set<Socket>();
  const server = createServer(options, (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    serve(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    port: address.port,
    sockets,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
