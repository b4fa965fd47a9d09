import { Worker } from "node:worker_threads";
import { CHILD_SCRIPTS } from "../child-scripts.ts";
import type { WorkerCommand, WorkerEvent, WorkerHandle } from "./worker-message.ts";

export class ThreadWorker implements WorkerHandle {
  readonly #worker = new Worker(CHILD_SCRIPTS.worker);

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
