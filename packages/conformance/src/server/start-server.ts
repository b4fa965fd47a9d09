import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { chooseOwnPort } from "../own-ports.ts";
import { Program } from "../program.ts";

/** Longest time until a server listens, in milliseconds, and the time between two looks. */
const START_MS = 60_000;
const LOOK_MS = 50;
/** Another program may take the port before the server does. */
const MAX_TRIES = 3;

/** A server may print every message that it gets; some are large. */
const MAX_LOG_BYTES = 256 * 1024 * 1024;

const HOST = "127.0.0.1";

/** Starts somebody's server on a free port, `{port}` in its command, and waits until it listens; at most a minute. */
export async function startServer(command: readonly string[], folder: string) {
  for (let tries = 1; ; tries += 1) {
    let port = chooseOwnPort();
    // Somebody else's server must not be judged in its place.
    while (await isListening(port)) port = chooseOwnPort();
    const program = await Program.start(command, {
      words: { host: HOST, port: String(port) },
      folder,
      maxOutputBytes: MAX_LOG_BYTES,
    });
    const deadline = performance.now() + START_MS;
    let isUp = false;
    while (!isUp && program.ending === null && performance.now() < deadline) {
      await pause(LOOK_MS);
      isUp = await isListening(port);
    }
    if (isUp || program.ending === null || !program.isThere || tries === MAX_TRIES)
      return { target: { host: HOST, port }, program, isUp };
    await program[Symbol.asyncDispose]();
  }
}

/** Asks the system where it can be asked: a connection without a name is a hard first test for a beginner's server. */
async function isListening(port: number): Promise<boolean> {
  if (process.platform === "linux") {
    const ending = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
    const sockets = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) =>
      existsSync(table) ? readFileSync(table, "utf8").split("\n") : [],
    );
    // Number, local address, remote address, state: 0A is listening.
    return sockets.some((line) => {
      const [, local, , state] = line.trim().split(/\s+/);
      return state === "0A" && local?.endsWith(ending);
    });
  }
  const socket = connect(port, HOST);
  return await once(socket, "connect").then(
    () => Boolean(socket.destroy()),
    () => false,
  );
}
