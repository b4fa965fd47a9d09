import type { z } from "zod";
import type { ClientPool, LoadPlan, Workload } from "../generator/workload.ts";
import type { RunEnding } from "../result/run-result.ts";

/** A rule about several options: its message is shown when it is not kept. */
export interface OptionRule<Options> {
  readonly message: string;
  isKept(options: Options): boolean;
}

/** One kind of load, whole: its options and its clients' behaviour. */
export interface WorkloadDefinition<Schema extends z.ZodObject = z.ZodObject> {
  /** Key in the table. */
  readonly name: string;
  /** The load in a few words, for the help texts. */
  readonly summary: string;
  /** Options of the command line; the values that they parse to are the settings that cross to the workers. */
  readonly schema: Schema;
  create(settings: z.output<Schema>, plan: LoadPlan, pool: ClientPool): Workload;
  /** Set for a workload that `chat-load bench` offers. */
  readonly bench?: BenchDefinition<z.output<Schema>>;
}

/** Additions of a workload that is measured alone, at a pace. */
export interface BenchDefinition<Settings> {
  /** What a run of it is judged by. */
  readonly goal: RunEnding["goal"];
  /** The scope of `--in-flight`, such as "between each pair". */
  readonly inFlightScope: string;
  readonly rules?: readonly OptionRule<Settings>[];
  /** Counts the clients that join before the load starts. */
  countUsers(settings: Settings): number;
  /** Bounds the connections that need a port at one time. */
  maxConnections(settings: Settings): number;
  /** Describes settings by name, as the result shows them. */
  describe(settings: Settings): Readonly<Record<string, string>>;
}

/** Returns the options of a command that are the settings of a workload. */
export function pickSettings<Schema extends z.ZodObject>(
  { schema }: WorkloadDefinition<Schema>,
  options: z.output<Schema>,
): z.output<Schema> {
  const names = Object.keys(schema.shape);
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name))) as z.output<Schema>;
}
