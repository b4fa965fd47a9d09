// Several workers of a run in a process of their own: it has its own limit of open files.
import { ignoreUserSignals } from "@chat/command-line/user-signals";
import { ThreadWorker } from "./thread-worker.ts";
import type { WorkerCommand, WorkerEvent } from "./worker-message.ts";

/** A command or event between the coordinator and one worker of this process. */
export interface ProcessMessage<Content extends WorkerCommand | WorkerEvent> {
  readonly thread: number;
  readonly content: Content;
}

ignoreUserSignals();

const threads = Array.from({ length: Number(process.argv[2]) }, () => new ThreadWorker());
for (const [thread, worker] of threads.entries()) {
  worker.onEvent((content) => process.send?.({ thread, content } satisfies ProcessMessage<WorkerEvent>));
  worker.onFailure((error) => {
    console.error(error);
    process.exit(1);
  });
}
process.on("message", ({ thread, content }: ProcessMessage<WorkerCommand>) => threads[thread]?.send(content));
// Ctrl-C and Ctrl-\ reach every process in the terminal. The coordinator decides what it means.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) process.on(signal, () => undefined);
// Without a coordinator there is nothing to do.
process.on("disconnect", () => process.exit());
