// Puts the page, as it was built last, beside the command `chat-server`. Run by itself, before the package is packed.
import { existsSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./run.mjs";

export async function copyPage() {
  const built = join(root, "apps", "web", "dist");
  const target = join(root, "apps", "server", "dist", "page");
  await rm(target, { recursive: true, force: true });
  if (existsSync(built)) await cp(built, target, { recursive: true });
  else console.error("The page is not built: the command goes without it.");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await copyPage();
