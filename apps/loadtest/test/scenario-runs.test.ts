import { describe, expect, it } from "vitest";
import type { RunResult } from "../src/result/run-result.ts";
import { toCommonSettings } from "../src/runs/run-scenario.ts";
import type { RunHooks } from "../src/runs/run-settings.ts";
import { readScenario } from "../src/scenario/read-scenario.ts";
import type { ScenarioFile } from "../src/scenario/scenario.ts";
import { runScenario } from "./support/checked-runs.ts";
import { startLocalServer } from "./support/local-server.ts";

const QUIET: RunHooks = {
  signal: new AbortController().signal,
  onPhase: () => undefined,
  onSample: () => undefined,
};

/** Runs a scenario against a server of the test's own. On a busy machine everything may take long. */
async function run(file: ScenarioFile, fleet = { processes: 1, threads: 1 }, hooks = QUIET): Promise<RunResult> {
  await using server = await startLocalServer();
  const scenario = readScenario({ timeout: "30s", ...file });
  const settings = toCommonSettings(scenario, fleet);
  return await runScenario({ command: "run", scenario, settings }, server, hooks);
}

/** Ends a run at the first sample at which there was enough. */
function endWhen(isEnough: (sample: RunResult["samples"][number]) => boolean): RunHooks {
  const stopped = new AbortController();
  return { ...QUIET, signal: stopped.signal, onSample: (sample) => isEnough(sample) && stopped.abort() };
}

const NONE_MISSING = { lost: 0, duplicated: 0, outOfOrder: 0, corrupted: 0 };

const COUNTED: ScenarioFile = {
  stages: [
    { kind: "ramp", clients: 40, duration: "500ms" },
    { kind: "hold", duration: "10m" },
  ],
  personas: [
    {
      name: "talker",
      sends: { direct: 6, shout: 2, time: 1, help: 1, nobody: 1 },
      thinkTime: { kind: "exponential", mean: "50ms" },
      texts: ["hi", 'é "quoted" \\ 😀'],
    },
    {
      name: "reader",
      share: 3,
      sends: { list: 1, direct: 1 },
      thinkTime: { kind: "log-normal", median: "50ms", p95: "100ms" },
    },
  ],
  messagesPerClient: 10,
};

describe.concurrent("a fixed number of messages", () => {
  it("makes the same counts at every run, with one worker, two threads or two processes", async () => {
    const fleets = [
      { processes: 1, threads: 1 },
      { processes: 1, threads: 1 },
      { processes: 1, threads: 2 },
      { processes: 2, threads: 1 },
    ];
    const [first, ...others] = await Promise.all(fleets.map((fleet) => run(COUNTED, fleet)));
    const { direct, shout, request } = first?.accounts ?? {};
    expect(first?.clients).toMatchObject({ asked: 40, joined: 40 });
    expect(first?.errors).toEqual({});
    for (const account of [direct, shout, request]) {
      expect(account).toMatchObject({ ...NONE_MISSING, refused: 0, exempt: 0, received: account?.expected });
    }
    // A message to everyone has 39 receivers, and one answer, which is a request.
    expect((direct?.expected ?? 0) + (request?.expected ?? 0)).toBe(400);
    expect((shout?.expected ?? 0) % 39).toBe(0);
    expect(shout?.expected).toBeGreaterThan(0);
    for (const { accounts } of others) expect(accounts).toEqual(first?.accounts);
  });

  it("makes other choices with another seed", async () => {
    const [one, two] = await Promise.all([run(COUNTED), run({ ...COUNTED, seed: 2 })]);
    expect(one.accounts.direct?.expected).not.toBe(two.accounts.direct?.expected);
  });

  it("is sent by pairs in a closed loop; the last of an odd number is alone", async () => {
    const { accounts } = await run(
      {
        stages: [{ kind: "hold", clients: 7, duration: "10m" }],
        personas: [{ name: "user", sends: { direct: 1 }, receivers: "partner", inFlight: 3 }],
        messagesPerClient: 20,
      },
      { processes: 1, threads: 2 },
    );
    expect(accounts).toEqual({ direct: { ...NONE_MISSING, expected: 120, received: 120, refused: 0, exempt: 0 } });
  });

  it("is sent at a rate", async () => {
    const { accounts } = await run(
      {
        stages: [{ kind: "hold", clients: 6, rate: "500/s", duration: "10m" }],
        personas: [{ name: "asker", sends: { time: 1 } }],
        messagesPerClient: 20,
      },
      { processes: 1, threads: 2 },
    );
    expect(accounts.request).toMatchObject({ expected: 120, received: 120 });
  });

  it("ends with the stages when not all have been sent", async () => {
    const { accounts, verdict } = await run({
      ...COUNTED,
      stages: [{ kind: "hold", clients: 4, duration: "300ms" }],
      messagesPerClient: 1_000_000,
    });
    expect(accounts.direct).toMatchObject(NONE_MISSING);
    expect(verdict.evidence).toContain("Not all messages were sent: the stages ended first.");
  });
});

describe.concurrent("stages", () => {
  it("let clients join while others send already, and account for everything", async () => {
    const growing: ScenarioFile = {
      ...COUNTED,
      // So few messages that a busy machine keeps up.
      personas: COUNTED.personas.map((persona) => ({ ...persona, thinkTime: { kind: "constant", value: "300ms" } })),
      stages: [
        { kind: "ramp", clients: 30, duration: "1s" },
        { kind: "hold", duration: "10m" },
      ],
    };
    delete growing.messagesPerClient;
    let samples = 0;
    const hooks = endWhen(({ clients }) => clients === 30 && ++samples === 3);
    const result = await run(growing, { processes: 1, threads: 2 }, hooks);
    expect(result.clients).toMatchObject({ asked: 30, joined: 30, peak: 30 });
    for (const kind of ["direct", "shout", "request"]) {
      expect(result.accounts[kind]).toMatchObject(NONE_MISSING);
      expect(result.accounts[kind]?.received).toBeGreaterThan(0);
    }
  });

  it("change the rate", async () => {
    const result = await run({
      stages: [
        { kind: "hold", clients: 4, rate: "0/s", duration: "200ms" },
        { kind: "ramp", rate: "400/s", duration: "1s" },
      ],
      personas: [{ name: "asker", sends: { list: 1 } }],
    });
    // How many they are depends on when the machine stops them: rate-curve.test.ts says when each is due.
    expect(result.accounts.request?.expected).toBeGreaterThan(0);
    expect(result.accounts.request).toMatchObject(NONE_MISSING);
  });
});
