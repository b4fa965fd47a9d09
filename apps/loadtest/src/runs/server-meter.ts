import type { ProcessUsage, TargetServer } from "../target/target-server.ts";
import type { ServerUsage } from "./run-monitor.ts";

/** Measures the server's process during a run, where it is known. */
export class ServerMeter {
  readonly #server: TargetServer;
  #base: ProcessUsage | null;
  #last: ProcessUsage | null;
  #lastAt = performance.now();
  /** Processor time of the whole load, in microseconds; `null` while it goes on, or when nobody knows. */
  totalCpuUs: number | null = null;
  peakMemoryBytes: number | null = null;
  /** Before the first client came. */
  readonly memoryAtStartBytes: number | null;

  constructor(server: TargetServer) {
    this.#server = server;
    this.#base = server.readUsage();
    this.#last = this.#base;
    this.memoryAtStartBytes = this.#base?.memoryBytes ?? null;
  }

  /** Returns the usage since the last call. */
  read(): ServerUsage | null {
    const usage = this.#server.readUsage();
    const last = this.#last;
    const seconds = (performance.now() - this.#lastAt) / 1_000;
    this.#last = usage;
    this.#lastAt = performance.now();
    if (!usage || !last || seconds === 0) return null;
    this.peakMemoryBytes = Math.max(this.peakMemoryBytes ?? 0, usage.memoryBytes);
    return { cpuShare: Math.max(0, (usage.cpuUs - last.cpuUs) / 1e6 / seconds), memoryBytes: usage.memoryBytes };
  }

  /** The load begins anew: what was used before is not counted. */
  restart(): void {
    this.#base = this.#server.readUsage();
  }

  stop(): void {
    const usage = this.#server.readUsage();
    // A child of the server's that has ended took what it had used with it: then nobody knows.
    const usedUs = usage && this.#base ? usage.cpuUs - this.#base.cpuUs : -1;
    this.totalCpuUs = usedUs < 0 ? null : usedUs;
  }
}
