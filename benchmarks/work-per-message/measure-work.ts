import { type ActName, Visitors } from "../load/visitors.ts";
import { CountedServer, type CountedServerOptions } from "./counted-server.ts";
import type { Plant } from "./plants.ts";
import type { Reading } from "./probe.ts";
import { type CallCounts, countCalls } from "./system-calls.ts";
import { ACTS, type WorkTable } from "./work.ts";

/** A shout has nine receivers, and its sender a receipt. */
const RESIDENTS = 10;

/** Acts of one kind before anything is counted, between two marks, and how often they are counted. */
interface Plan {
  readonly warmUp: number;
  readonly times: number;
  readonly samples: number;
}

/**
 * Samples are short: then in most of them nothing happens besides the acts, no timer of another part either, and nobody who leaves has
 * been there for a second, from which on a leave has fewer words. In 64 messages of a burst the clock is read once more, so a sample has
 * a multiple of them.
 */
const CALL_PLAN: Plan = { warmUp: 240, times: 40, samples: 15 };

/** Objects go while the compiler works. After so many acts it is done. */
const MEMORY_PLAN: Plan = { warmUp: 4_000, times: 40, samples: 15 };

/**
 * Joins and leaves in front of those that are counted. The log writes this many lines of each in 10 s and only counts the others, which
 * costs less: however slow the machine is, those that are counted are among the others. They also make the crowd in which somebody joins.
 */
const LOGGED_ACTS = 200;

/**
 * Processes whose memory is counted. In one of some twenty the compiler inlines less, and so leaves objects in that it mostly leaves
 * out: the smallest count is the one that comes again.
 */
const MEMORY_PROCESSES = 3;

/** The readings before and after some acts of one kind. */
interface Sample {
  /** Its marks in the trace. */
  readonly name: string;
  readonly start: Reading;
  readonly end: Reading;
}

/** Measures the work for each act: its system calls, its clock reads and its memory in processes of their own. */
export async function measureWork(plant: Plant | undefined): Promise<WorkTable> {
  const systemCalls = await measure({ counts: "system calls", plant }, CALL_PLAN, readCalls);
  const clockReads = await measure({ counts: "clock reads", plant }, CALL_PLAN, readClocks);
  const memory: Record<ActName, number>[] = [];
  while (memory.length < MEMORY_PROCESSES) {
    memory.push(await measure({ counts: "memory", plant }, MEMORY_PLAN, readMemory));
  }
  return tabulate((act) => ({
    systemCalls: systemCalls[act],
    clockReads: clockReads[act],
    heapBytes: Math.min(...memory.map((ofProcess) => ofProcess[act])),
  }));
}

async function measure<Result>(
  options: CountedServerOptions,
  plan: Plan,
  read: (samples: readonly Sample[], times: number, trace: string) => Result,
): Promise<Record<ActName, Result>> {
  await using server = await CountedServer.start(options);
  const visitors = await Visitors.join(server.port, RESIDENTS, "always the same");
  await warmUp(visitors, plan);
  const samples = tabulate((): Sample[] => []);
  for (let number = 0; number < plan.samples; number++) {
    for (const act of ACTS) {
      if (act === "join" || act === "leave") await visitors.repeat(act, LOGGED_ACTS);
      const name = `${act} ${number}`;
      const start = await server.mark(`start ${name}`);
      await visitors.repeat(act, plan.times);
      samples[act].push({ name, start, end: await server.mark(`end ${name}`) });
    }
  }
  const trace = server.readTrace();
  visitors.vanish();
  return tabulate((act) => read(samples[act], plan.times, trace));
}

/** As many leave as have joined, again and again: so the server's tables grow no further. */
async function warmUp(visitors: Visitors, { warmUp, times }: Plan): Promise<void> {
  for (let done = 0; done < warmUp; done += times) {
    for (const act of ACTS) await visitors.repeat(act, times);
  }
}

function readCalls(samples: readonly Sample[], times: number, trace: string): CallCounts {
  const counts: CallCounts[] = samples.map(({ name }) => countCalls(trace, name));
  const names = [...new Set(counts.flatMap((ofSample) => Object.keys(ofSample)))];
  return Object.fromEntries(
    names.map((name) => [name, leastOf(counts.map((ofSample) => ofSample[name] ?? 0)) / times]),
  );
}

function readClocks(samples: readonly Sample[], times: number): number {
  return leastOf(samples.map(({ start, end }) => end.clockReads - start.clockReads)) / times;
}

function readMemory(samples: readonly Sample[], times: number): number {
  const growths = samples.map(({ start, end }) => end.heapBytes - start.heapBytes);
  // A heap that became smaller was collected meanwhile.
  return leastOf(growths.filter((bytes) => bytes > 0)) / times;
}

/** Returns the count of the quietest sample: all that happens besides the acts adds to their work. */
function leastOf(counts: readonly number[]): number {
  return Math.min(...counts);
}

function tabulate<Value>(of: (act: ActName) => Value): Record<ActName, Value> {
  return Object.fromEntries(ACTS.map((act) => [act, of(act)])) as Record<ActName, Value>;
}
