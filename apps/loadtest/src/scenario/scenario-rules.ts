import type { Persona, Scenario } from "./scenario.ts";
import { MAX_SCENARIO_MS } from "./scenario-values.ts";
import { sendsAnything, sumOf } from "./traits.ts";

/** A rule about several keys that is broken, at the key to change. */
export interface BrokenRule {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Finds the rules about several keys that a scenario breaks; each key by itself is right. */
export function checkRules(scenario: Scenario): BrokenRule[] {
  const broken = [
    ...checkStages(scenario),
    ...scenario.personas.flatMap((persona, index) => checkPersona(persona, index)),
  ];
  // The others only make sense of personas and stages that do.
  return broken.length > 0 ? broken : [...checkRates(scenario), ...checkVisits(scenario), ...checkLength(scenario)];
}

function checkStages({ stages }: Scenario): BrokenRule[] {
  return stages.flatMap(({ kind, clients, rate }, index) => {
    const before = stages.slice(0, index).findLast((stage) => stage.clients !== undefined)?.clients ?? 0;
    const fewer: BrokenRule[] =
      clients !== undefined && clients < before
        ? [
            {
              path: ["stages", index, "clients"],
              message: `expected at least ${before}, as in a stage before: use churn for clients that leave`,
            },
          ]
        : [];
    const idle: BrokenRule[] =
      kind === "ramp" && clients === undefined && rate === undefined
        ? [
            {
              path: ["stages", index, "clients"],
              message: "expected clients or a rate: a ramp goes from one number to another",
            },
          ]
        : [];
    return [...fewer, ...idle];
  });
}

/** Kinds of messages that the server answers. */
const ANSWERED = ["shout", "time", "list", "help", "nobody"] as const;

function checkPersona(
  { sends, thinkTime, inFlight, receivers, reads, visits, texts }: Persona,
  index: number,
): BrokenRule[] {
  const at = (key: string, message: string): BrokenRule => ({ path: ["personas", index, key], message });
  const isSending = sendsAnything(sends);
  const broken: BrokenRule[] = [];
  if (thinkTime && inFlight !== undefined) broken.push(at("inFlight", "expected either thinkTime or inFlight"));
  if (thinkTime?.kind === "uniform" && (thinkTime.min > thinkTime.max || thinkTime.max === 0)) {
    broken.push(at("thinkTime", "expected min to be at most max"));
  }
  if (thinkTime?.kind === "log-normal" && thinkTime.median > thinkTime.p95) {
    broken.push(at("thinkTime", "expected median to be at most p95"));
  }
  if (visits) {
    if (isSending) broken.push(at("sends", "expected none: who visits only joins and leaves"));
    if (thinkTime) broken.push(at("thinkTime", "expected inFlight or a rate for who visits"));
    return broken;
  }
  if (!isSending) {
    for (const [key, value] of Object.entries({ thinkTime, inFlight, texts })) {
      if (value !== undefined) broken.push(at(key, "expected sends as well: this persona sends nothing"));
    }
    return broken;
  }
  if (inFlight === undefined) return broken;
  const isAnswered = (sends.direct ?? 0) === 0;
  const isPairs = receivers === "partner" && ANSWERED.every((kind) => (sends[kind] ?? 0) === 0);
  if (!isAnswered && !isPairs) {
    broken.push(
      at(
        "inFlight",
        "expected direct messages to the partner alone, or none: a message to anyone has no answer to wait for",
      ),
    );
  }
  if (!reads) broken.push(at("inFlight", "expected thinkTime or a rate: who reads nothing sees no answer"));
  return broken;
}

function checkRates({ stages, personas }: Scenario): BrokenRule[] {
  const isPacedByRate = (persona: Persona) =>
    (persona.visits || sendsAnything(persona.sends)) && !persona.thinkTime && persona.inFlight === undefined;
  const hasRate = stages.some(({ rate }) => rate !== undefined);
  const unpaced = personas.findIndex(isPacedByRate);
  if (unpaced >= 0 && !hasRate) {
    return [{ path: ["personas", unpaced], message: "expected thinkTime or inFlight, or stages with a rate" }];
  }
  if (unpaced < 0 && hasRate) {
    const index = stages.findIndex(({ rate }) => rate !== undefined);
    return [
      {
        path: ["stages", index, "rate"],
        message: "expected a persona without thinkTime and inFlight, which a rate is for",
      },
    ];
  }
  return [];
}

function checkVisits({ stages, personas, churn, messagesPerClient }: Scenario): BrokenRule[] {
  const most = Math.max(...stages.map(({ clients = 0 }) => clients));
  if (!personas.some(({ visits }) => visits)) {
    return most > 0 ? [] : [{ path: ["stages", 0, "clients"], message: "expected some clients" }];
  }
  const broken: BrokenRule[] = [];
  if (personas.length > 1) broken.push({ path: ["personas"], message: "expected one persona alone when it visits" });
  if (most > 0) broken.push({ path: ["stages", 0, "clients"], message: "expected none: who visits is not online" });
  if (churn) broken.push({ path: ["churn"], message: "expected none: who visits comes and goes anyway" });
  if (messagesPerClient !== undefined) {
    broken.push({ path: ["messagesPerClient"], message: "expected none: who visits sends nothing" });
  }
  return broken;
}

function checkLength({ stages, personas, warmUp, messagesPerClient }: Scenario): BrokenRule[] {
  const totalMs = sumOf(stages.map(({ duration }) => duration));
  const broken: BrokenRule[] = [];
  if (totalMs > MAX_SCENARIO_MS) broken.push({ path: ["stages"], message: "expected at most 24h in all" });
  if (totalMs === 0) broken.push({ path: ["stages", 0, "duration"], message: "expected stages that take time" });
  if (messagesPerClient === undefined) {
    if (warmUp > 0 && warmUp >= totalMs)
      broken.push({ path: ["warmUp"], message: "expected less than the stages take in all" });
    return broken;
  }
  if (warmUp > 0)
    broken.push({ path: ["warmUp"], message: "expected none with messagesPerClient: every message counts" });
  if (stages.at(-1)?.kind !== "hold") {
    broken.push({
      path: ["stages", stages.length - 1, "kind"],
      message: "expected hold: with messagesPerClient all join before the first is sent",
    });
  }
  if (!personas.some(({ sends }) => sendsAnything(sends))) {
    broken.push({ path: ["messagesPerClient"], message: "expected a persona that sends something" });
  }
  return broken;
}
