import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { CHILD_SCRIPTS } from "../child-scripts.ts";
import type { ProcessMessage } from "./process-main.ts";
import type { WorkerCommand, WorkerEvent, WorkerHandle } from "./worker-message.ts";

/** Starts a process with workers in threads of its own. */
export function startProcessWorkers(threads: number): WorkerHandle[] {
  const child = fork(CHILD_SCRIPTS.process, [`${threads}`], { execArgv: process.execArgv });
  return Array.from({ length: threads }, (_, thread) => new ProcessWorker(child, thread));
}

class ProcessWorker implements WorkerHandle {
  readonly #child: ChildProcess;
  readonly #thread: number;
  #isStopped = false;

  constructor(child: ChildProcess, thread: number) {
    this.#child = child;
    this.#thread = thread;
  }

  send(content: WorkerCommand): void {
    this.#child.send({ thread: this.#thread, content } satisfies ProcessMessage<WorkerCommand>);
  }

  onEvent(listener: (event: WorkerEvent) => void): void {
    this.#child.on("message", ({ thread, content }: ProcessMessage<WorkerEvent>) => {
      if (thread === this.#thread) listener(content);
    });
  }

  onFailure(listener: (error: Error) => void): void {
    this.#child.on("error", listener);
    this.#child.on("exit", (code) => {
      if (!this.#isStopped) listener(new Error(`A worker process ended with code ${code}.`));
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    // Other workers of the same process wait for its end too: nobody takes away the listeners of others.
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }
}
