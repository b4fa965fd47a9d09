import { setTimeout as pause } from "node:timers/promises";
import { readMemory, readTcpMiB } from "../../load/kernel-metrics.ts";
import type { Bounds } from "./attack.ts";
import type { ServerCommand } from "./server-command.ts";

const LOOK_EVERY_MS = 50;
const LOOK_AGAIN_MS = 500;
const MIB = 1024 * 1024;

/** Heap that may be left: compiled code, and what else a server keeps that has seen more. */
const HEAP_FACTOR = 1.1;
const HEAP_MIB = 5;

/** Memory of the server's process in RAM, its heap with what is held outside of it, and the kernel's for all sockets. */
export interface MemoryMetrics {
  readonly beforeMiB: number;
  readonly peakMiB: number;
  readonly afterMiB: number;
  readonly peakTcpMiB: number;
  readonly heapBeforeMiB: number;
  readonly heapAfterMiB: number;
  readonly isHeapBack: boolean;
}

/** Watches the memory of a server during an attack and after it. */
export class MemoryWatch implements Disposable {
  readonly #server: ServerCommand;
  readonly #beforeMiB: number;
  readonly #heapBeforeMiB: number;
  readonly #timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  #peakMiB: number;
  #peakTcpMiB = 0;
  #heapAfterMiB = Number.NaN;

  private constructor(server: ServerCommand, heapBytes: number) {
    this.#server = server;
    this.#heapBeforeMiB = heapBytes / MIB;
    this.#beforeMiB = this.#nowMiB;
    this.#peakMiB = this.#beforeMiB;
  }

  static async start(server: ServerCommand): Promise<MemoryWatch> {
    return new MemoryWatch(server, await server.takeHeap());
  }

  /** Collects the server's garbage until its memory is as before, or it is too late for that. */
  async waitUntilBack({ remainingMiB = Number.POSITIVE_INFINITY }: Bounds, deadlineAt: number): Promise<void> {
    while (!this.#server.hasEnded) {
      this.#heapAfterMiB = (await this.#server.takeHeap()) / MIB;
      const isBack = this.#isHeapBack && this.#nowMiB - this.#beforeMiB <= remainingMiB;
      if (isBack || performance.now() >= deadlineAt) return;
      await pause(LOOK_AGAIN_MS);
    }
  }

  get metrics(): MemoryMetrics {
    return {
      beforeMiB: this.#beforeMiB,
      peakMiB: this.#peakMiB,
      afterMiB: this.#nowMiB,
      peakTcpMiB: this.#peakTcpMiB,
      heapBeforeMiB: this.#heapBeforeMiB,
      heapAfterMiB: this.#heapAfterMiB,
      isHeapBack: this.#isHeapBack,
    };
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  get #isHeapBack(): boolean {
    return this.#heapAfterMiB <= this.#heapBeforeMiB * HEAP_FACTOR + HEAP_MIB;
  }

  /** `NaN` when the process has ended. */
  get #nowMiB(): number {
    return this.#server.hasEnded ? Number.NaN : readMemory(this.#server.pid).residentMiB;
  }

  #look(): void {
    this.#peakMiB = Math.max(this.#peakMiB, this.#nowMiB || 0);
    this.#peakTcpMiB = Math.max(this.#peakTcpMiB, readTcpMiB());
  }
}
