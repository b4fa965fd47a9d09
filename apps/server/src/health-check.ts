import { createConnection } from "node:net";
import { PORT } from "@chat/protocol";

/** Longest time in milliseconds that a healthy server takes to answer. */
const PATIENCE_MS = 2_000;

/**
 * Connects to the server on this machine, and ends with exit code 0 if the server answers. It sends no name and ends its side:
 * a server that works answers that with a refusal, no user joins or leaves, and the log gets no line.
 */
const socket = createConnection({ host: "127.0.0.1", port: Number(process.env.CHAT_PORT || PORT) });
process.exitCode = 1;
socket.once("connect", () => socket.end());
socket.once("data", () => {
  process.exitCode = 0;
  socket.destroy();
});
socket.once("error", ({ message }) => console.error(message));
socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error(`No answer within ${PATIENCE_MS} ms.`)));
