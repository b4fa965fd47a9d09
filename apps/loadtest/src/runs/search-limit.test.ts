import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { IDLE_WORKER } from "../../test/support/idle-worker.ts";
import type { WorkerSample } from "../generator/worker-sampler.ts";
import { DEFAULT_BOUNDS } from "../verdict/breaking-bounds.ts";
import type { LoadRun } from "./load-run.ts";
import { RunMonitor } from "./run-monitor.ts";
import type { BreakingPointSettings } from "./run-settings.ts";
import { searchLimit } from "./search-limit.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const SETTINGS: BreakingPointSettings = {
  fleet: { processes: 1, threads: 2 },
  messageBytes: 128,
  seed: 1,
  connectTimeoutMs: 5_000,
  handshakeTimeoutMs: 5_000,
  answerTimeoutMs: 5_000,
  ramp: { kind: "bisect", start: 20, everyMs: 1_000, precision: 0.02 },
  heartbeatMs: 3_000,
  maxClients: 1_000,
  maxDurationMs: 600_000,
  bounds: DEFAULT_BOUNDS,
};

/** Long enough for a number of clients to count as held. */
const HOLD_MS = 6_000;

const joined = (clients: number): WorkerSample => ({
  ...IDLE_WORKER,
  joined: clients,
  mostJoined: clients,
  joins: clients,
});
const lost = (clients: number): WorkerSample => ({ ...IDLE_WORKER, mostJoined: clients, errors: { dropped: clients } });

/** A run of two workers. The steps happen one after the other, whenever the search waits; then the server is gone. */
class ScriptedRun {
  readonly monitor = new RunMonitor();
  readonly life = { look: () => undefined, isInDoubt: false, end: null as object | null };
  onInterval: () => void = () => undefined;
  asked = 0;
  isStopped = false;
  disconnects = 0;
  /** Called when the search wants to know what all workers have seen until now. */
  onSample: () => void = () => undefined;
  readonly #steps: (() => void)[];

  constructor(steps: (run: ScriptedRun) => (() => void)[]) {
    this.#steps = steps(this);
  }

  async wait(): Promise<void> {
    vi.advanceTimersByTime(HOLD_MS);
    const step = this.#steps.shift();
    if (step) return step();
    this.isStopped = true;
    this.life.end = {};
  }

  async sample(): Promise<void> {
    this.onSample();
  }

  setTarget(clients: number): void {
    this.asked = clients;
  }

  disconnectAll(): void {
    this.disconnects += 1;
    this.monitor.take(0, IDLE_WORKER);
    this.monitor.take(1, IDLE_WORKER);
  }

  search() {
    return searchLimit(this as unknown as LoadRun, SETTINGS);
  }
}

/** 20 clients are held, then 33 are there. */
function climb({ monitor }: ScriptedRun): (() => void)[] {
  return [
    () => {
      monitor.take(0, joined(10));
      monitor.take(1, joined(10));
    },
    () => undefined,
    () => {
      monitor.take(0, { ...joined(17), joins: 7 });
      monitor.take(1, { ...joined(16), joins: 6 });
    },
  ];
}

it("waits for every worker's lost connections before it takes some of them for a break", async () => {
  const run = new ScriptedRun((scripted) => [
    ...climb(scripted),
    () => {
      scripted.monitor.take(0, lost(17));
      scripted.onInterval();
    },
  ]);
  run.onSample = () => {
    run.monitor.take(1, lost(16));
    run.life.isInDoubt = true;
  };
  await run.search();
  expect({ disconnects: run.disconnects, peak: run.monitor.attemptPeak }).toEqual({ disconnects: 0, peak: 33 });
});

it("counts who was there before a break that turns out to be the end of the server", async () => {
  const run = new ScriptedRun((scripted) => [
    ...climb(scripted),
    () => {
      scripted.monitor.take(0, lost(17));
      scripted.onInterval();
    },
  ]);
  const { held } = await run.search();
  expect({ disconnects: run.disconnects, held }).toEqual({ disconnects: 1, held: 33 });
});
