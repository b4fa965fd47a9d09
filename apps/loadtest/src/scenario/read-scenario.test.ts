import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadScenarioFile, readScenario, ScenarioError, writeScenario } from "./read-scenario.ts";
import { type ScenarioFile, writeScenarioSchema } from "./scenario.ts";

const TALKER = { name: "talker", sends: { direct: 1 }, thinkTime: { kind: "constant", value: "1s" } } as const;
const SIMPLE: ScenarioFile = {
  stages: [{ kind: "hold", clients: 10, duration: "1m" }],
  personas: [TALKER],
};

function problemsOf(value: unknown): readonly string[] {
  try {
    readScenario(value);
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

it("fills in the defaults", () => {
  expect(readScenario(SIMPLE)).toEqual({
    name: "scenario",
    stages: [{ kind: "hold", clients: 10, duration: 60_000 }],
    personas: [
      {
        name: "talker",
        share: 1,
        sends: { direct: 1 },
        receivers: "anyone",
        thinkTime: { kind: "constant", value: 1_000 },
        reads: true,
        visits: false,
      },
    ],
    warmUp: 0,
    messageBytes: 128,
    timeout: 5_000,
    failIf: [],
    seed: 1,
  });
});

const [STAGE] = SIMPLE.stages;

describe("a scenario that is wrong", () => {
  it.each<[unknown, string[]]>([
    [7, ["the top: expected an object, not 7"]],
    [{ ...SIMPLE, stages: [] }, ["stages: expected a list of 1 to 100 entries, not an empty list"]],
    [
      {},
      [
        "stages: expected a list of 1 to 100 entries, not missing",
        "personas: expected a list of 1 to 32 entries, not missing",
      ],
    ],
    [
      { ...SIMPLE, stages: [STAGE, { kind: "ramp", clients: "many", duration: "1m" }] },
      ['stages[1].clients: expected a whole number from 0 to 100000, not "many"'],
    ],
    [{ ...SIMPLE, stages: [{ ...STAGE, kind: "rise" }] }, ['stages[0].kind: expected one of ramp, hold, not "rise"']],
    [
      { ...SIMPLE, stages: [{ ...STAGE, duration: "10" }] },
      ['stages[0].duration: expected a time with its unit, such as "500ms", "10s", "2m" or "1h30m", not "10"'],
    ],
    [
      { ...SIMPLE, stages: [{ ...STAGE, rate: 500 }] },
      ['stages[0].rate: expected a rate, such as "5000/s" or "300/min", not 500'],
    ],
    [
      { ...SIMPLE, personas: [{ ...TALKER, shar: 1, colour: "red" }] },
      [
        "personas[0].shar: there is no such key; did you mean share?",
        "personas[0].colour: there is no such key; there are name, share, sends, receivers, thinkTime, inFlight, texts, reads, visits",
      ],
    ],
    [
      { ...SIMPLE, personas: [{ ...TALKER, thinkTime: { kind: "uniform", min: "1s", maxx: "2s" } }] },
      [
        'personas[0].thinkTime.max: expected a time with its unit, such as "500ms", "10s", "2m" or "1h30m", not missing',
        "personas[0].thinkTime.maxx: there is no such key; did you mean max?",
      ],
    ],
    [
      { ...SIMPLE, personas: [{ ...TALKER, thinkTime: { kind: "normal" } }] },
      ["personas[0].thinkTime.kind: expected one of constant, uniform, exponential, log-normal"],
    ],
    [{ ...SIMPLE, failIf: ["p99>50"] }, [expect.stringMatching(/^failIf\[0\]: a duration is a number with its unit/)]],
    [{ ...SIMPLE, target: { host: "a", iOwnThisServer: true } }, [expect.stringMatching(/^target\.iOwnThisServer: /)]],
    [
      { ...SIMPLE, stages: [STAGE, { ...STAGE, clients: 5 }] },
      ["stages[1].clients: expected at least 10, as in a stage before: use churn for clients that leave"],
    ],
    [
      { ...SIMPLE, stages: [{ ...STAGE, rate: "5/s" }] },
      ["stages[0].rate: expected a persona without thinkTime and inFlight, which a rate is for"],
    ],
    [
      { ...SIMPLE, personas: [{ name: "talker", sends: { direct: 1 } }] },
      ["personas[0]: expected thinkTime or inFlight, or stages with a rate"],
    ],
    [
      { ...SIMPLE, personas: [{ ...TALKER, inFlight: 2 }] },
      [
        "personas[0].inFlight: expected either thinkTime or inFlight",
        "personas[0].inFlight: expected direct messages to the partner alone, or none: a message to anyone has no answer to wait for",
      ],
    ],
    [{ ...SIMPLE, stages: [{ ...STAGE, clients: 0 }] }, ["stages[0].clients: expected some clients"]],
    [
      { ...SIMPLE, personas: [{ ...TALKER, thinkTime: { kind: "uniform", min: "2s", max: "1s" } }] },
      ["personas[0].thinkTime: expected the longer time last"],
    ],
    [
      { ...SIMPLE, stages: [STAGE, { kind: "ramp", duration: "1s" }] },
      ["stages[1].clients: expected clients or a rate: a ramp goes from one number to another"],
    ],
    [
      { ...SIMPLE, personas: [{ name: "listener", texts: ["hi"] }] },
      ["personas[0].sends: expected something to send, as there is thinkTime, inFlight or texts"],
    ],
    [
      { ...SIMPLE, messagesPerClient: 1, stages: [{ ...STAGE, kind: "ramp" }] },
      ["stages[0].kind: expected hold: with messagesPerClient all join before the first is sent"],
    ],
    [{ ...SIMPLE, stages: [STAGE, { ...STAGE, duration: "24h" }] }, ["stages: expected at most 24h in all"]],
    [{ ...SIMPLE, warmUp: "1m" }, ["warmUp: expected less than the stages take in all"]],
    [
      { ...SIMPLE, warmUp: "1s", messagesPerClient: 3 },
      ["warmUp: expected none with messagesPerClient: every message counts"],
    ],
    [
      { ...SIMPLE, personas: [{ name: "visitor", visits: true, inFlight: 1 }] },
      ["stages[0].clients: expected none: who visits is not online"],
    ],
  ])("%j names the key", (value, problems) => {
    expect(problemsOf(value)).toEqual(problems);
  });

  it("has a message that names the source, and no more than the first problems", () => {
    const personas = Array.from({ length: 12 }, () => ({ ...TALKER, share: 0 }));
    expect(() => readScenario({ ...SIMPLE, personas }, "a.json")).toThrow(
      /^a\.json is no scenario:\n {2}personas\[0\]\.share: /,
    );
    expect(() => readScenario({ ...SIMPLE, personas })).toThrow(/and 2 problems more$/);
  });
});

it("is read from a file as it was written", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chat-scenario-"));
  try {
    const path = join(folder, "a.json");
    await writeFile(path, writeScenario(SIMPLE));
    expect(await loadScenarioFile(path)).toEqual(SIMPLE);
    await writeFile(path, "{ stages");
    await expect(loadScenarioFile(path)).rejects.toThrow(/a\.json is no scenario:\n {2}.*JSON/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it("has the schema that is published; `pnpm --dir apps/loadtest run generate` writes it anew", () => {
  expect(readFileSync(new URL("../../scenario.schema.json", import.meta.url), "utf8")).toBe(writeScenarioSchema());
});
