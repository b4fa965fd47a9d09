import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { ClientSession, type ClientSessionItem, displayText, SERVER_NAME } from "@chat/protocol";
import type { ProbeOutcome } from "../verdict/life-watch.ts";
import { joinPort } from "./reach.ts";
import { TargetError } from "./target-server.ts";

/** Time for the server to answer a single client, in milliseconds. */
const ANSWER_TIMEOUT_MS = 5_000;

type Greeting =
  | { readonly kind: "welcome" }
  | { readonly kind: "refusal"; readonly text: string }
  /** `cause` says why nothing was written; without it the server wrote something. */
  | { readonly kind: "problem"; readonly text: string; readonly cause?: Exclude<ProbeOutcome, "answered"> };

export interface PreflightResult {
  /** True when a second client with a name in use was refused. */
  readonly isDuplicateRefused: boolean;
  readonly duplicateAnswer: string;
}

/**
 * Joins twice under one name: shows that a chat server is there, and that it keeps names unique.
 *
 * @throws {TargetError} when it can't be reached, is no chat server, or refuses the first client
 * @throws the reason of the signal when it aborts
 */
export async function checkServer(
  host: string,
  port: number,
  signal: AbortSignal,
  timeoutMs: number = ANSWER_TIMEOUT_MS,
): Promise<PreflightResult> {
  const name = `check${randomBytes(4).toString("hex")}`;
  const at = joinPort(host, port);
  const first = connect({ host, port });
  try {
    const greeting = await greet(first, name, timeoutMs, signal);
    if (greeting.kind === "problem") throw new TargetError(`There is no chat server at ${at}: ${greeting.text}.`);
    if (greeting.kind === "refusal") throw new TargetError(`The server at ${at} lets nobody in: ${greeting.text}`);
    return await joinAgain(host, port, name, timeoutMs, signal);
  } finally {
    first.destroy();
  }
}

/**
 * Makes one fresh connection to a server that is in doubt. A welcome and a refusal in words are answers; so is anything else
 * that it writes.
 */
export async function probeServer(host: string, port: number, timeoutMs: number): Promise<ProbeOutcome> {
  const socket = connect({ host, port });
  try {
    const greeting = await greet(socket, `check${randomBytes(4).toString("hex")}`, timeoutMs);
    if (greeting.kind !== "problem") return "answered";
    return greeting.cause ?? "answered";
  } finally {
    socket.destroy();
  }
}

async function joinAgain(
  host: string,
  port: number,
  name: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<PreflightResult> {
  const second = connect({ host, port });
  try {
    const greeting = await greet(second, name, timeoutMs, signal);
    if (greeting.kind === "welcome") return { isDuplicateRefused: false, duplicateAnswer: "It was welcomed." };
    return { isDuplicateRefused: greeting.kind === "refusal", duplicateAnswer: greeting.text };
  } finally {
    second.destroy();
  }
}

/** @throws the reason of the signal when it aborts */
async function greet(socket: Socket, name: string, timeoutMs: number, signal?: AbortSignal): Promise<Greeting> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Greeting>();
  const abort = () => reject(signal?.reason);
  signal?.addEventListener("abort", abort);
  const problem = (cause: Exclude<ProbeOutcome, "answered">, text: string) => resolve({ kind: "problem", text, cause });
  const session = new ClientSession(name);
  socket.setTimeout(timeoutMs, () => problem("unanswered", `no answer in ${timeoutMs / 1_000} s`));
  let isConnected = false;
  socket.on("connect", () => {
    isConnected = true;
    socket.write(session.handshake);
  });
  socket.on("data", (chunk) => {
    session.push(chunk);
    for (let item = session.next(); item; item = session.next()) {
      const greeting = readGreeting(item);
      if (greeting) resolve(greeting);
    }
  });
  socket.on("error", ({ message }) => problem(isConnected ? "closed" : "refused", message));
  socket.on("close", () => problem("closed", "it closed the connection without a word"));
  return await promise.finally(() => signal?.removeEventListener("abort", abort));
}

/** Reads the answer to the name; `null` for what is none. */
function readGreeting(item: ClientSessionItem): Greeting | null {
  switch (item.kind) {
    case "welcome":
      return { kind: "welcome" };
    case "refusal":
      if (item.from === SERVER_NAME) return { kind: "refusal", text: displayText(item.text) };
      return { kind: "problem", text: `the first message came from ${displayText(item.from)}` };
    case "rejected":
      return { kind: "problem", text: `it does not speak the chat's messages (${item.reason})` };
    default:
      return null;
  }
}
