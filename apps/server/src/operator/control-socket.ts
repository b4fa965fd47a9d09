import { rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import * as z from "zod";
import { writeInTurn } from "../write-in-turn.ts";
import type { OperatedServer } from "./operator-commands.ts";
import { OperatorDesk } from "./operator-desk.ts";

/** Longest line of an operator, in bytes. */
const MAX_LINE_BYTES = 16_384;

const NEWLINE = 0x0a;

/** Operators at once. */
const MAX_OPERATORS = 16;

/**
 * Listens for operators, until it is closed. Only the user of this process, and the administrator, can connect.
 *
 * @throws {Error} when it can't; the message says why
 */
export async function openControlSocket(path: string, server: OperatedServer): Promise<Server> {
  const sockets = createServer((socket) => {
    // Somebody who goes while answers wait resets the connection.
    serveOperator(socket, server).catch(() => socket.destroy());
  });
  sockets.maxConnections = MAX_OPERATORS;
  await listen(sockets, path);
  // Without a free file the system lets nobody in: the chat goes on.
  sockets.on("error", () => undefined);
  sockets.unref();
  return sockets;
}

/** Answers an operator: the first line is the operator's name, for the log; each further one is a command. */
async function serveOperator(socket: Socket, server: OperatedServer): Promise<void> {
  socket.on("error", () => socket.destroy());
  let lineBytes = 0;
  socket.on("data", (chunk) => {
    lineBytes = chunk.includes(NEWLINE) ? 0 : lineBytes + chunk.length;
    if (lineBytes > MAX_LINE_BYTES) socket.destroy();
  });
  let desk: OperatorDesk | null = null;
  for await (const line of createInterface({ input: socket })) {
    if (socket.destroyed) return;
    if (desk) await writeInTurn(socket, `${JSON.stringify(await desk.answer(readMessage(line)))}\n`);
    else desk = new OperatorDesk(server, line.trim() || "somebody");
  }
  socket.end();
}

/** Reads a line as it was typed, or its words as an array of JSON: no command begins with a bracket. */
function readMessage(line: string): string | string[] {
  if (!line.startsWith("[")) return line;
  try {
    return z.array(z.string()).parse(JSON.parse(line));
  } catch {
    return line;
  }
}

/** Listens, in place of a server that has died without removing its file. */
async function listen(sockets: Server, path: string): Promise<void> {
  try {
    await tryListen(sockets, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || (await isAlive(path))) throw error;
    await rm(path);
    await tryListen(sockets, path);
  }
}

function tryListen(sockets: Server, path: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  sockets.once("error", reject);
  // The file is made in this call, and is nobody else's from its first moment on.
  const mask = process.umask(0o177);
  try {
    sockets.listen(path, resolve);
  } finally {
    process.umask(mask);
  }
  return promise.finally(() => sockets.off("error", reject));
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => resolve(true));
    socket.on("error", () => resolve(false)).on("connect", () => socket.destroy());
  });
}
