import type { Socket } from "node:net";
import { type ChatMessage, createJsonMsg, MessageReader, SERVER_IP, SERVER_NAME, serverTexts } from "@chat/protocol";

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
