import type { Question } from "./answer-queue.ts";
import type { LoadClient } from "./load-client.ts";
import type { Stamp } from "./stamp.ts";

/** What a worker's clients do. It is told what happens to them, and lets them send. */
export interface Workload {
  /** A client has joined; the load may not have begun yet. */
  joined(client: LoadClient): void;
  begin(): void;
  arrived(client: LoadClient, stamp: Stamp): void;
  answered(client: LoadClient, question: Question): void;
  /** A client has no connection any more, by its own will or not, or did not get one. */
  gone(client: LoadClient): void;
  /** Nothing new is sent any more. */
  cease(): void;
}
