// An empty project with all packages that we publish, and a chat in it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BackgroundProcess } from "./background-process.mjs";
import { createProject } from "./empty-project.mjs";
import { output, packPackages } from "./workspace.mjs";

/** Two users write to each other. */
const program = `
import { ChatClient } from "@chat/client-sdk";
const port = Number(process.argv[2]);
const ada = await ChatClient.connect({ name: "Ada", port });
const bob = await ChatClient.connect({ name: "Bob", port });
const [toAda, toBob] = [ada.messages(), bob.messages()];
await ada.send("Bob", "Hello!");
const { value: hello } = await toBob.next();
await bob.send(hello.from.name, hello.msg + " And hello back.");
const { value: answer } = await toAda.next();
console.log(answer.msg);
await Promise.all([ada.close(), bob.close()]);
`;

/** The package of each command. */
export const commands = { "chat-server": "server-app", chat: "ink-client", "chat-load": "loadtest" };

/** Returns the script of a command in a project. */
export function commandFile(project, command) {
  return join(project, "node_modules", "@chat", commands[command], "dist", "cli.js");
}

/** Packs all packages and installs them, with their peers, in a project in this directory. */
export async function createChatProject(directory) {
  const packages = await packPackages(directory);
  const project = join(directory, "project");
  const peers = packages.flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {}));
  const specs = [...packages.map(({ tarball }) => tarball), ...peers.map(([peer, range]) => `${peer}@${range}`)];
  await createProject(project, specs);
  await writeFile(join(project, "chat.mjs"), program);
  return { project, packages };
}

/** Starts the server on a free port of this machine, passes the port to `use`, and stops the server afterwards. */
export async function withChatServer(node, project, flags, use) {
  const args = [commandFile(project, "chat-server"), "--host", "127.0.0.1", "--port", "0", ...flags];
  const server = new BackgroundProcess(node, args, { cwd: project });
  try {
    const [, port] = await server.waitFor(/127\.0\.0\.1:(\d+)\s/);
    await use(port);
  } finally {
    await server.stop();
  }
}

/** Lets two users chat on a server; throws when a message does not arrive. `runtime` is a program with its arguments. */
export async function proveChat([runtime, ...args], project, port) {
  const said = await output(runtime, [...args, "chat.mjs", port], { cwd: project });
  if (said !== "Hello! And hello back.\n") throw new Error(`The chat ended with ${said}`);
}
