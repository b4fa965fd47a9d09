import type { ClientPool, LoadPlan, Workload } from "../generator/workload.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { isVisited } from "../scenario/traits.ts";
import { HeartbeatWorkload } from "./heartbeat.ts";
import { PersonaWorkload } from "./persona-workload.ts";
import { VisitorsWorkload } from "./visitors.ts";

/** The load of a run, as it crosses to the workers: a scenario, or clients that ask for the time now and then. */
export type Load =
  | { readonly kind: "scenario"; readonly scenario: Scenario }
  | { readonly kind: "heartbeat"; readonly everyMs: number };

/** Creates a worker's part of a load. */
export function createWorkload(load: Load, plan: LoadPlan, pool: ClientPool): Workload {
  if (load.kind === "heartbeat") return new HeartbeatWorkload(load.everyMs, plan);
  return isVisited(load.scenario)
    ? new VisitorsWorkload(load.scenario, plan, pool)
    : new PersonaWorkload(load.scenario, plan, pool);
}
