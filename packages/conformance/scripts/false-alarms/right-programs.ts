import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { NatsServer } from "@chat/testing";
import { setup as buildChat, COMMAND as CHAT } from "../../../../apps/ink-client/test/support/build-command.ts";
import { bundledClients, findClient } from "../../../../examples/clients/test/bundled-clients.ts";
import type { Level } from "../../src/checks/check.ts";
import { type Recipe, RecipeSchema } from "../../src/client/recipe.ts";
import type { Target } from "../../src/server/server-scene.ts";
import { startServer } from "../../src/server/start-server.ts";

/** Time between two looks whether a server of ours serves, in milliseconds. */
const SERVED_LOOK_MS = 50;

/** A program that keeps the contract up to this level. */
export type RightProgram = {
  readonly name: string;
  readonly level: Level;
  /** The only reason why rules of its level may stay open on a machine that is not too busy. */
  readonly open?: RegExp;
  /** The rules of its level that it breaks, as the first clients of the class did; nothing when left out. */
  readonly breaks?: readonly string[];
} & (
  | { readonly role: "server"; start(): Promise<AsyncDisposable & { readonly port: number }> }
  | { readonly role: "client"; readonly command: readonly string[]; readonly recipe: Recipe }
);

const pathOf = (file: string) => fileURLToPath(new URL(`../../../../${file}`, import.meta.url));
/** Programs in TypeScript start in half of the time when what Node has compiled is kept. */
const NODE = [
  "env",
  `NODE_COMPILE_CACHE=${pathOf("node_modules/.cache/compile")}`,
  "node",
  "--conditions=@chat/source",
];
const SERVER = [...NODE, pathOf("apps/server/src/cli.ts"), "--host", "{host}", "--port", "{port}"];
/** A client that takes each read for one message can't be judged by the rules that need more, and in a terminal by fewer. */
const UNFRAMED = /without a line feed|^in a terminal/;
const ADDRESS = ["{host}", "{port}", "{name}"];
const CHAT_ADDRESS = ["--host", "{host}", "--port", "{port}", "--name", "{name}"];

/** Builds what has to be built, and returns all programs whose toolchains are there. The broker serves every pair of nodes. */
export async function prepareRightPrograms(broker: NatsServer): Promise<RightProgram[]> {
  await buildChat();
  const level = "gold";
  const chat = recipeOf("chat-plain");
  const programs: RightProgram[] = [
    { role: "server", name: "server, one event loop", level: "complete", start: () => startOurs(["--threads", "1"]) },
    { role: "server", name: "server, two threads", level: "complete", start: () => startOurs(["--threads", "2"]) },
    { role: "server", name: "server, one of two nodes over NATS", level: "complete", start: () => startNodes(broker) },
    { role: "client", name: "SDK", level, command: [...NODE, pathOfClient(), ...ADDRESS], recipe: chat },
    { role: "client", name: "chat --plain", level, command: [...NODE, CHAT, "--plain", ...CHAT_ADDRESS], recipe: chat },
    {
      role: "client",
      name: "chat in a terminal",
      level,
      command: [...NODE, CHAT, ...CHAT_ADDRESS],
      // It takes what a program types for a paste, and shows one conversation at a time: the wire is judged.
      recipe: RecipeSchema.parse({ terminal: true }),
      open: /^a recipe has to say|^in a terminal/,
    },
  ];
  for (const [name, breaks] of [
    ["takes-at-name", ["C-80"]],
    ["asks-to-and-msg", ["C-13", "C-80"]],
  ] as const) {
    const command = ["python3", pathOf(`packages/conformance/test/programs/${name}.py`), ...ADDRESS];
    programs.push({ role: "client", name, level: "silver", command, recipe: recipeOf(name), breaks, open: UNFRAMED });
  }
  const recipe = recipeOf("example-clients");
  for (const { name } of bundledClients) {
    const { client, canRun } = findClient(name, `That the kit finds nothing wrong with the ${name} client`);
    if (!canRun) continue;
    const command = [...(await client.prepare()), ...ADDRESS];
    const open = client.framing === "by read" ? { open: UNFRAMED } : {};
    programs.push({ role: "client", name: `${name} example`, level: "silver", command, recipe, ...open });
  }
  return programs;
}

function pathOfClient(): string {
  return fileURLToPath(new URL("sdk-client.ts", import.meta.url));
}

function recipeOf(name: string) {
  return RecipeSchema.parse(JSON.parse(readFileSync(pathOf(`packages/conformance/recipes/${name}.json`), "utf8")));
}

async function startOurs(args: readonly string[]) {
  const { program, target, isUp } = await startServer([...SERVER, ...args], pathOf("."));
  // Over threads a socket that serves nobody keeps the port until they listen.
  while (isUp && !(await isServed(target))) await pause(SERVED_LOOK_MS);
  if (!isUp) throw new Error(`Our server does not start. ${program.describe()}`);
  return { port: target.port, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

/** A connection that ends without a name is told so; one to a socket that serves nobody is closed without a word. */
async function isServed({ host, port }: Target): Promise<boolean> {
  const socket = connect(port, host).on("error", () => undefined);
  socket.end();
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  await new Promise((resolve) => socket.once("close", resolve));
  return answer !== "";
}

/**
 * Two nodes of one chat, of which one is judged: a user who has just joined can be reached from its own node at once, and from another
 * some milliseconds later.
 */
async function startNodes({ url }: NatsServer) {
  const args = ["--nats", url, "--namespace", crypto.randomUUID(), "--threads", "1", "--node-name"];
  await using stack = new AsyncDisposableStack();
  stack.use(await startOurs([...args, "first"]));
  const { port } = stack.use(await startOurs([...args, "second"]));
  const started = stack.move();
  return { port, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
