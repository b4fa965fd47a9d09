import { Worker } from "node:worker_threads";
import type { WorkerCommand, WorkerEvent, WorkerHandle } from "./worker-message.ts";

/** In the sources, Node reads TypeScript; what is built stands beside this. */
const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
const script = new URL(`./worker-main.${extension}`, import.meta.url);

export class ThreadWorker implements WorkerHandle {
  readonly #worker = new Worker(script);

  send(command: WorkerCommand): void {
    this.#worker.postMessage(command);
  }

  onEvent(listener: (event: WorkerEvent) => void): void {
    this.#worker.on("message", listener);
  }

  onFailure(listener: (error: Error) => void): void {
    this.#worker.on("error", listener);
    this.#worker.on("exit", (code) => listener(new Error(`A worker thread ended with code ${code}.`)));
  }

  async stop(): Promise<void> {
    this.#worker.removeAllListeners();
    await this.#worker.terminate();
  }
}
