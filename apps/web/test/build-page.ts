import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Builds the page from its sources into a folder of its own: a build that is there may be old. */
export async function buildPage(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "chat-page-"));
  const args = [join(root, "node_modules/vite/bin/vite.js"), "build", "--outDir", folder, "--emptyOutDir"];
  // Within a test, Vite would build for one.
  await promisify(execFile)(process.execPath, args, { cwd: root, env: { ...process.env, NODE_ENV: "production" } });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
