import { MAX_CLIENTS, type ScenarioFile } from "../scenario/scenario.ts";
import { writeDuration } from "../units/duration.ts";
import { count, joinWords, OptionGroup, optionsIn, rate } from "../units/option-values.ts";

const { option, optional } = optionsIn(OptionGroup.Load);

/** Every option of the bench workloads; the summaries say which workloads have it. */
export const benchOptions = {
  inFlight: optional(
    count("<messages>", 1, 10_000),
    "1",
    "Closed loop: so many in flight between each pair, of each shouter, or of all who join; the next waits for an answer.",
  ),
  rate: optional(
    rate(10_000_000, "5000/s"),
    "none",
    "Open loop instead: so many in all, whether the server keeps up or not; latency counts from when each was due.",
  ),
  users: option(count("<users>", 2, MAX_CLIENTS), "100", "Users that are online, in the workloads dm and shout."),
  shouters: option(
    count("<users>", 1, MAX_CLIENTS),
    "1",
    "Of the users, how many write to everyone, in the workload shout.",
  ),
};

/** Settings of a bench workload; without a rate the loop is closed. */
export interface BenchLoad {
  readonly inFlight?: number | undefined;
  /** Messages, or joins, for each second. */
  readonly rate?: number | undefined;
  readonly users?: number | undefined;
  readonly shouters?: number | undefined;
}

/** One kind of load that is measured alone, as fast as the server answers or at a rate. */
export interface BenchWorkload {
  readonly name: string;
  /** The load in a few words, for the help texts. */
  readonly summary: string;
  /** Returns the personas of the load, each with its share of the users, and the number of users. */
  describe(load: BenchLoad): { readonly clients?: number; readonly personas: ScenarioFile["personas"] };
}

const DEFAULT_USERS = 100;

/** Every bench workload. A new one is an entry here. */
export const BENCH_WORKLOADS: readonly BenchWorkload[] = [
  {
    name: "connect",
    summary: "clients that join and leave",
    describe: (load) => ({ personas: [{ name: "visitor", visits: true, ...pace(load) }] }),
  },
  {
    name: "dm",
    summary: "direct messages between pairs",
    describe: ({ users = DEFAULT_USERS, ...load }) => ({
      clients: users,
      personas: [{ name: "user", sends: { direct: 1 }, receivers: "partner", ...pace(load) }],
    }),
  },
  {
    name: "shout",
    summary: "messages to everyone",
    describe: ({ users = DEFAULT_USERS, shouters = 1, ...load }) => ({
      clients: users,
      personas: [
        { name: "shouter", share: shouters, sends: { shout: 1 }, ...pace(load) },
        ...(users > shouters ? [{ name: "listener", share: users - shouters }] : []),
      ],
    }),
  },
];

export function findBenchWorkload(name: string): BenchWorkload {
  const found = BENCH_WORKLOADS.find((workload) => workload.name === name);
  if (!found) throw new Error(`There is no bench workload ${name}.`);
  return found;
}

/** Writes the part of each bench workload as a list: `connect, dm or shout`. */
export function listBenchWorkloads(write: (workload: BenchWorkload) => string): string {
  return joinWords(BENCH_WORKLOADS.map(write), "or");
}

/** Makes the scenario of a bench workload: the warm-up is the begin of its only stage. */
export function createBenchScenario(
  { name, describe }: BenchWorkload,
  load: BenchLoad,
  times: { readonly durationMs: number; readonly warmUpMs: number },
): ScenarioFile {
  const { clients, personas } = describe(load);
  return {
    name: `bench ${name}`,
    stages: [
      {
        kind: "hold",
        duration: writeDuration(times.warmUpMs + times.durationMs),
        ...(clients === undefined ? {} : { clients }),
        ...(load.rate === undefined ? {} : { rate: `${load.rate}/s` }),
      },
    ],
    personas,
    warmUp: writeDuration(times.warmUpMs),
  };
}

function pace({ rate: perSecond, inFlight = 1 }: BenchLoad) {
  return perSecond === undefined ? { inFlight } : {};
}
