import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Contender } from "../comparison/contender.ts";

const COMMAND = fileURLToPath(new URL("../../apps/server/dist/cli.js", import.meta.url));

/** Ours: the built command as everybody runs it, except for the rates, which exist to slow down what a load generator does. */
export const chatServer: Contender = builtChatServer("chat-server", COMMAND);

/** The built command in the repository at `path`, or at the path itself, as seen from where pnpm was called. */
export function findCommand(relativePath: string): string {
  const path = resolve(process.env.INIT_CWD ?? ".", relativePath);
  return existsSync(path) && statSync(path).isDirectory() ? join(path, "apps/server/dist/cli.js") : path;
}

/** Reads `name=path/to/checkout`, a build of the chat server to compare with; `null` for anything else. */
export function readBuild(text: string): Contender | null {
  const [, name, path] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  return name === undefined || path === undefined ? null : builtChatServer(name, path);
}

function builtChatServer(name: string, path: string): Contender {
  const command = findCommand(path);
  return {
    name,
    protocol: "chat",
    findVersion() {
      if (!existsSync(command)) throw new Error(`There is no ${command}. Build it first: pnpm build`);
      return execFileSync(process.execPath, [command, "--version"], { encoding: "utf8" }).trim();
    },
    prepare(_folder, port) {
      const rates = ["--messages-per-second", "0", "--bytes-per-second", "0", "--shouts-per-second", "0"];
      return { file: process.execPath, args: [command, "--host", "127.0.0.1", "--port", `${port}`, ...rates] };
    },
  };
}
