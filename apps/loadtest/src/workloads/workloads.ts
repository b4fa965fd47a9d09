import type { z } from "zod";
import type { ClientPool, LoadPlan, Workload } from "../generator/workload.ts";
import { chat } from "./chat.ts";
import { connect } from "./connect.ts";
import { direct } from "./direct.ts";
import { heartbeat } from "./heartbeat.ts";
import { shout } from "./shout.ts";
import type { WorkloadDefinition } from "./workload-definition.ts";

/** Every workload. A new one is a file of its own and an entry here: options, help texts and validation follow. */
export const WORKLOADS = [chat, heartbeat, connect, direct, shout] as const satisfies readonly WorkloadDefinition[];

type AnyDefinition = (typeof WORKLOADS)[number];

/** A workload by its name, with its settings: as it crosses to the workers. */
export interface Load {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Makes a load of a workload's settings. */
export function createLoad<Definition extends AnyDefinition>(
  { name }: Definition,
  settings: z.output<Definition["schema"]>,
): Load {
  return { name, settings };
}

/** Creates a worker's part of a load. */
export function createWorkload({ name, settings }: Load, plan: LoadPlan, pool: ClientPool): Workload {
  return findWorkload(name).create(settings, plan, pool);
}

function findWorkload(name: string): WorkloadDefinition {
  const definition = WORKLOADS.find((workload) => workload.name === name);
  if (!definition) throw new Error(`There is no workload ${name}.`);
  return definition;
}
