import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe } from "@chat/command-line/describe";
import type { Endpoint } from "../dispatch/endpoint.ts";
import { checkEndpoints } from "../dispatch/endpoint-table.ts";
import { MODULE_LOAD_TIMEOUT_MS } from "../limits.ts";

/** Returns the URL of a module whose path is relative to the current directory. */
export function toModuleUrl(module: string): string {
  return /^(file|data|node):/.test(module) ? module : pathToFileURL(resolve(module)).href;
}

/**
 * Loads endpoints from modules, each of which exports a list of them by the name `endpoints`. The path of a module can be
 * posted to a thread, a function can't.
 *
 * @param modules - paths, relative to the current directory, or `file:` URLs
 * @throws {Error} for a module that can't be loaded in time, or has no such list; it names the module, and the endpoint
 *   that is none.
 */
export async function loadEndpoints(modules: readonly string[]): Promise<Endpoint[]> {
  const lists = await Promise.all(modules.map(loadList));
  return lists.flat();
}

async function loadList(module: string): Promise<readonly Endpoint[]> {
  const exports = await importModule(module);
  const { endpoints } = exports;
  if (!Array.isArray(endpoints)) {
    throw new Error(
      `${module} has no endpoints: it has to export an array by the name "endpoints", of objects { name, summary, handle }.`,
    );
  }
  try {
    return checkEndpoints(endpoints);
  } catch (cause) {
    throw new Error(`The endpoints in ${module} can't be used: ${describe(cause)}`, { cause });
  }
}

async function importModule(module: string): Promise<{ readonly endpoints?: unknown }> {
  try {
    return await importInTime(toModuleUrl(module));
  } catch (cause) {
    throw new Error(`The endpoints in ${module} can't be loaded: ${describe(cause)}`, { cause });
  }
}

function importInTime(url: string): Promise<{ readonly endpoints?: unknown }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly endpoints?: unknown }>();
  const reason = `nothing has come of it in ${MODULE_LOAD_TIMEOUT_MS / 1000} s: does it await what never comes?`;
  const timer = setTimeout(() => reject(new Error(reason)), MODULE_LOAD_TIMEOUT_MS);
  import(url).then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}
