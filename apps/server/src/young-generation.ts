import { setFlagsFromString } from "node:v8";

/**
 * Keeps the part of the heap for new objects as small as it begins, in threads that start later as well. V8 doubles it again and again
 * while a crowd joins, and then it takes more memory than the objects of all connections.
 *
 * V8's flags for its size have no effect any more when a program runs; the one for its growth is read each time. Who has chosen a size
 * for the process keeps it. A V8 without the flag ignores it: then the server only takes more memory.
 */
export function keepYoungGenerationSmall(): void {
  const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ""].join(" ");
  if (!/semi[-_]space/.test(flags)) setFlagsFromString("--semi-space-growth-factor=1");
}
