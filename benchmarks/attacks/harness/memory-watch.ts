import { existsSync } from "node:fs";
import { readMemory, readTcpMiB } from "../../many-users/kernel-figures.ts";

const LOOK_EVERY_MS = 50;

/** Watches how much memory the server has, and the kernel for all sockets of the machine. */
export class MemoryWatch implements Disposable {
  readonly beforeMiB: number;
  peakMiB: number;
  peakTcpMiB = 0;
  readonly #pid: number;
  readonly #timer = setInterval(() => this.#look(), LOOK_EVERY_MS);

  constructor(pid: number) {
    this.#pid = pid;
    this.beforeMiB = this.nowMiB;
    this.peakMiB = this.beforeMiB;
  }

  /** `NaN` when the process has ended. */
  get nowMiB(): number {
    return existsSync(`/proc/${this.#pid}/status`) ? readMemory(this.#pid).residentMiB : Number.NaN;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    this.peakMiB = Math.max(this.peakMiB, this.nowMiB || 0);
    this.peakTcpMiB = Math.max(this.peakTcpMiB, readTcpMiB());
  }
}
