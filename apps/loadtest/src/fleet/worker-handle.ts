import type { WorkerCommand, WorkerReport } from "./worker-message.ts";

/** A worker as the coordinator sees it, wherever it runs. */
export interface WorkerHandle {
  tell(command: WorkerCommand): void;
  /** Called with everything that the worker tells, from now on. */
  onReport(listener: (report: WorkerReport) => void): void;
  /** Called once when the worker ended by itself. */
  onFailure(listener: (error: Error) => void): void;
  stop(): Promise<void>;
}
