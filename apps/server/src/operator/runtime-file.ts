import { lstat, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Returns the path of a file for the server on a port, in a folder that only the user of this process can write to. Makes the
 * folder.
 *
 * @throws {Error} when others can write there; the message says where
 */
export async function runtimeFile(port: number, ending: "sock" | "token"): Promise<string> {
  const folder = runtimeFolder(process.env);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = await lstat(folder);
  const isOfAnother = process.getuid !== undefined && uid !== process.getuid() && uid !== 0;
  if (isOfAnother || (mode & 0o022) !== 0) throw new Error(`others can write to the folder ${folder}`);
  return join(folder, `chat-server-${port}.${ending}`);
}

/** Returns where the server on a port listens for its operators: a file, or a named pipe on Windows. */
export function controlSocketPath(port: number, env: NodeJS.ProcessEnv): string {
  const name = `chat-server-${port}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(runtimeFolder(env), `${name}.sock`);
}

function runtimeFolder(env: NodeJS.ProcessEnv): string {
  return env.XDG_RUNTIME_DIR || join(tmpdir(), `chat-server-${process.getuid?.() ?? 0}`);
}
