import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { type ChatMessage, createJsonMsg, MessageReader, SERVER_IP, SERVER_NAME, serverTexts } from "@chat/protocol";

/** A server that does with each connection what the test says. */
export async function startScriptedServer(serve: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const connected = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    sockets.add(socket);
    connected.resolve();
    socket.on("error", () => undefined);
    serve(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    port: address.port,
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

/** Writes a text as the server's own. */
export function sayAsServer(socket: Socket, text: string): void {
  socket.write(`${createJsonMsg(SERVER_NAME, SERVER_IP, "bot", text)}\n`);
}

/** Welcomes whoever comes, and gives every message to the test. */
export function welcomeAnd(take: (message: ChatMessage, socket: Socket) => void): (socket: Socket) => void {
  return (socket) => {
    const reader = new MessageReader();
    socket.once("data", () => {
      sayAsServer(socket, serverTexts.welcome.write("bot", { names: [], count: 0, maxTextBytes: 1_000 }));
      socket.on("data", (chunk) => {
        reader.push(chunk);
        for (let item = reader.next(); item; item = reader.next()) {
          if (item.kind === "message") take(item.message, socket);
        }
      });
    });
  };
}
