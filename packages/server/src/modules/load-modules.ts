import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe } from "@chat/command-line/describe";
import { MODULE_LOAD_TIMEOUT_MS } from "../limits.ts";
import { type ChatModule, checkModule, type LoadedModule } from "./chat-module.ts";
import { inTime } from "./in-time.ts";

/** Returns the URL of a module whose path is relative to the current directory. */
export function toModuleUrl(module: string): string {
  return /^(file|data|node):/.test(module) ? module : pathToFileURL(resolve(module)).href;
}

/**
 * Loads modules with endpoints and hooks. The path of a module can be posted to a thread, a function can't.
 *
 * @param modules - paths, relative to the current directory, or `file:` URLs
 * @throws {Error} for a module that can't be loaded in time, or has an export that can't be used; it names the module.
 */
export function loadModules(modules: readonly string[]): Promise<LoadedModule[]> {
  return Promise.all(modules.map(async (module) => ({ url: toModuleUrl(module), module: await loadModule(module) })));
}

async function loadModule(module: string): Promise<ChatModule> {
  const loading = inTime<object>(import(toModuleUrl(module)), MODULE_LOAD_TIMEOUT_MS);
  const exports = await loading.catch((cause: unknown) => {
    throw new Error(`The module ${module} can't be loaded: ${describe(cause)}`, { cause });
  });
  try {
    return checkModule(exports);
  } catch (cause) {
    throw new Error(`The module ${module} can't be used: ${describe(cause)}`, { cause });
  }
}
