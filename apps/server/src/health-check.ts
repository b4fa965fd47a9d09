import { createConnection } from "node:net";
import { PORT, SERVER_NAME } from "@chat/protocol";

/** Longest time in milliseconds that a healthy server takes to answer. */
const PATIENCE_MS = 2_000;

/**
 * Asks a server on this machine whether it serves, and ends with exit code 0 when it does. It asks for a name that is
 * nobody's to have: only a server that is awake refuses it, and no user comes and goes.
 */
const socket = createConnection({ host: "127.0.0.1", port: Number(process.env.CHAT_PORT || PORT) });
process.exitCode = 1;
socket.once("connect", () => socket.write(`${SERVER_NAME}\n`));
socket.once("data", () => {
  process.exitCode = 0;
  socket.destroy();
});
socket.once("error", ({ message }) => console.error(message));
socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error(`No answer within ${PATIENCE_MS} ms.`)));
