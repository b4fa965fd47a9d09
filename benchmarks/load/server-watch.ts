import { readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { readMemory, readProcessorTime, readTcpMiB } from "./kernel-metrics.ts";
import type { ServerCommand } from "./server-command.ts";

const LOOK_EVERY_MS = 50;
const LOOK_AGAIN_MS = 300;
const MIB = 1024 * 1024;

/** Heap that may be left: compiled code, and what else a server keeps that has seen more. */
const HEAP_FACTOR = 1.1;
const HEAP_MIB = 5;
/** Files that may be left open: those of the log and of modules that were loaded meanwhile. */
const LEFT_FILES = 8;

/** What one row has cost the server's process. Memory in MiB. */
export interface ServerMetrics {
  readonly beforeMiB: number;
  readonly peakMiB: number;
  readonly afterMiB: number;
  /** The kernel's, for all sockets of the machine. */
  readonly peakTcpMiB: number;
  /** The heap, and what is held outside of it. */
  readonly heapBeforeMiB: number;
  readonly heapAfterMiB: number;
  readonly openFilesBefore: number;
  readonly peakOpenFiles: number;
  readonly openFilesAfter: number;
  readonly processorMs: number;
  /** Time until all was as before, in milliseconds; `NaN` when it never was. */
  readonly recoveryMs: number;
}

interface Reading {
  readonly residentMiB: number;
  readonly heapMiB: number;
  readonly openFiles: number;
}

/** Watches the process of a server during an attack and after it. */
export class ServerWatch implements Disposable {
  readonly #server: ServerCommand;
  readonly #before: Reading;
  readonly #processorBeforeUs: number;
  readonly #timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  #peakMiB = 0;
  #peakTcpMiB = 0;
  #peakOpenFiles = 0;

  private constructor(server: ServerCommand, before: Reading, processorUs: number) {
    this.#server = server;
    this.#before = before;
    this.#processorBeforeUs = processorUs;
    this.#look();
  }

  static async start(server: ServerCommand): Promise<ServerWatch> {
    const before = await read(server);
    return new ServerWatch(server, before, await readProcessorTime(server.pid));
  }

  /** Waits until the server is as before, at most for a time in milliseconds, and returns what the row has cost. */
  async finish(endedAt: number, deadlineMs: number): Promise<ServerMetrics> {
    let after = await read(this.#server);
    while (!this.#isBack(after) && !this.#server.hasEnded && performance.now() - endedAt < deadlineMs) {
      await pause(LOOK_AGAIN_MS);
      after = await read(this.#server);
    }
    clearInterval(this.#timer);
    return {
      beforeMiB: this.#before.residentMiB,
      peakMiB: this.#peakMiB,
      afterMiB: after.residentMiB,
      peakTcpMiB: this.#peakTcpMiB,
      heapBeforeMiB: this.#before.heapMiB,
      heapAfterMiB: after.heapMiB,
      openFilesBefore: this.#before.openFiles,
      peakOpenFiles: this.#peakOpenFiles,
      openFilesAfter: after.openFiles,
      processorMs: this.#server.hasEnded
        ? Number.NaN
        : ((await readProcessorTime(this.#server.pid)) - this.#processorBeforeUs) / 1_000,
      recoveryMs: this.#isBack(after) ? performance.now() - endedAt : Number.NaN,
    };
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #isBack({ heapMiB, openFiles }: Reading): boolean {
    const { heapMiB: heapBefore, openFiles: filesBefore } = this.#before;
    return heapMiB <= heapBefore * HEAP_FACTOR + HEAP_MIB && openFiles <= filesBefore + LEFT_FILES;
  }

  #look(): void {
    if (this.#server.hasEnded) return;
    this.#peakMiB = Math.max(this.#peakMiB, readMemory(this.#server.pid).residentMiB || 0);
    this.#peakTcpMiB = Math.max(this.#peakTcpMiB, readTcpMiB());
    this.#peakOpenFiles = Math.max(this.#peakOpenFiles, countOpenFiles(this.#server.pid));
  }
}

async function read(server: ServerCommand): Promise<Reading> {
  const heapMiB = (await server.takeHeap()) / MIB;
  if (server.hasEnded) return { residentMiB: Number.NaN, heapMiB: Number.NaN, openFiles: Number.NaN };
  return { residentMiB: readMemory(server.pid).residentMiB, heapMiB, openFiles: countOpenFiles(server.pid) };
}

function countOpenFiles(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return Number.NaN;
  }
}
