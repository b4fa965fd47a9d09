import type { ServerProcess } from "./server-process.ts";

/** Rate of some work, and its cost for the server. */
export interface Timing<Result> {
  readonly result: Result;
  readonly perSecond: number;
  /** User and system time of the server's process for one, in microseconds. */
  readonly cpuUs: number;
}

/** Times work that does something `times` times. */
export async function time<Result>(
  server: ServerProcess,
  times: number,
  work: () => Promise<Result>,
): Promise<Timing<Result>> {
  const cpuUsBefore = await server.ask("cpuUs");
  const startedAt = performance.now();
  const result = await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpuUs = (await server.ask("cpuUs")) - cpuUsBefore;
  return { result, perSecond: times / seconds, cpuUs: cpuUs / times };
}
