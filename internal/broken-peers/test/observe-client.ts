import { spawn } from "node:child_process";
import { createChatNode, type LimitName } from "@chat/server";
import type { Command } from "../src/language.ts";
import { readConversation } from "./conversation.ts";
import { RecordingProxy } from "./recording-proxy.ts";

/** The name that each client is told to join with. */
export const NAME = "Ada";

/** How often each of some things was seen. */
type Counts = Readonly<Record<string, number>>;

/** The outcome of a client's conversations with a server, all its connections together. */
export interface Observation {
  /** The names under which it joined. */
  readonly joined: Counts;
  /** How it was refused. */
  readonly refused: Counts;
  /** Connections that joined as a client without newline. */
  readonly unframed: number;
  /** Messages that keep the contract's form. */
  readonly messages: number;
  /** What is no message, by the code of its rejection. */
  readonly rejections: Counts;
  /** What the server answered to users, but for right answers and notices, by the kind of its text. */
  readonly errors: Counts;
  /** The reasons for the ends of its connections. */
  readonly reasons: Counts;
  /** Time from its first byte to its end, in milliseconds. */
  readonly elapsedMs: number;
  readonly exitCode: number | null;
  readonly errorOutput: string;
}

/** Time in milliseconds after which a client that does not end is killed: each ends by itself within seconds. */
const MAX_RUN_MS = 60_000;

/** Runs a client against a server of its own until it has ended. Its command lacks the arguments. */
export async function observeClient(
  client: Command,
  limits: { readonly [Name in LimitName]?: number } = {},
): Promise<Observation> {
  const joined: string[] = [];
  const reasons: string[] = [];
  const node = createChatNode({ host: "127.0.0.1", port: 0, limits });
  node.on("join", ({ name }) => joined.push(name));
  node.on("closed", ({ reason }) => reasons.push(reason));
  const { port: targetPort } = await node.listen();
  await using proxy = await RecordingProxy.start(targetPort);

  const startedAt = performance.now();
  const { port, recordings } = proxy;
  const { exitCode, errorOutput } = await runToEnd([...client, "127.0.0.1", `${port}`, NAME]);
  await Promise.all(recordings.map(({ closed }) => closed));
  const elapsedMs = performance.now() - startedAt;
  await node.close({ graceMs: 0 });

  const conversations = recordings.map(readConversation);
  return {
    joined: count(joined),
    refused: count(conversations.flatMap(({ refusal }) => refusal ?? [])),
    unframed: conversations.filter(({ isUnframed }) => isUnframed).length,
    messages: conversations.reduce((sum, { messages }) => sum + messages, 0),
    rejections: count(conversations.flatMap(({ rejections }) => rejections)),
    errors: count(conversations.flatMap(({ errors }) => errors)),
    reasons: count(reasons),
    elapsedMs,
    exitCode,
    errorOutput,
  };
}

function count(kinds: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

async function runToEnd([program, ...programArguments]: Command) {
  const child = spawn(program, programArguments, {
    stdio: ["ignore", "ignore", "pipe"],
    timeout: MAX_RUN_MS,
    killSignal: "SIGKILL",
  });
  let errorOutput = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errorOutput += text;
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { exitCode, errorOutput };
}
