import { createConnection } from "node:net";
import { PORT } from "@chat/protocol";

/** Longest time in milliseconds that a healthy server takes to answer. */
const PATIENCE_MS = 2_000;

/**
 * Asks a server on this machine whether it serves, and ends with exit code 0 when it does. It tells no name and ends its
 * side: only a server that is awake answers that, no user comes and goes, and the log does not fill with it.
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
