import type { Distribution } from "./distribution.ts";
import type { Persona, Scenario } from "./scenario.ts";
import { MAX_SCENARIO_MS } from "./scenario-values.ts";
import { isVisited, sendsAnything, sumOf } from "./traits.ts";

/** A rule about several keys that is broken, at the key to change. */
export interface BrokenRule {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Finds the rules about several keys that a scenario breaks; each key by itself is right. */
export function checkRules(scenario: Scenario): BrokenRule[] {
  const ofPersonas = scenario.personas.flatMap((persona, index) =>
    PERSONA_RULES.filter(({ isBroken }) => isBroken(persona)).map(({ key, message }) => ({
      path: ["personas", index, key],
      message,
    })),
  );
  const broken = [...checkStages(scenario), ...ofPersonas];
  // The others only make sense of stages and personas that do.
  if (broken.length > 0) return broken;
  return SCENARIO_RULES.flatMap(({ message, find }) => {
    const path = find(scenario);
    return path ? [{ path, message }] : [];
  });
}

function checkStages({ stages }: Scenario): BrokenRule[] {
  const broken: BrokenRule[] = [];
  let most = 0;
  for (const [index, { kind, clients, rate }] of stages.entries()) {
    const at = (message: string) => broken.push({ path: ["stages", index, "clients"], message });
    if (clients !== undefined && clients < most) {
      at(`expected at least ${most}, as in a stage before: use churn for clients that leave`);
    }
    if (kind === "ramp" && clients === undefined && rate === undefined) {
      at("expected clients or a rate: a ramp goes from one number to another");
    }
    most = Math.max(most, clients ?? 0);
  }
  return broken;
}

interface PersonaRule {
  readonly key: keyof Persona;
  readonly message: string;
  isBroken(persona: Persona): boolean;
}

const PERSONA_RULES: readonly PersonaRule[] = [
  {
    key: "thinkTime",
    message: "expected the longer time last",
    isBroken: ({ thinkTime }) => thinkTime !== undefined && !isInOrder(thinkTime),
  },
  {
    key: "inFlight",
    message: "expected either thinkTime or inFlight",
    isBroken: ({ thinkTime, inFlight }) => thinkTime !== undefined && inFlight !== undefined,
  },
  {
    key: "inFlight",
    message: "expected direct messages to the partner alone, or none: a message to anyone has no answer to wait for",
    isBroken: ({ inFlight, sends, receivers }) =>
      inFlight !== undefined && isSent(sends, "direct") && (receivers === "anyone" || sendsOther(sends)),
  },
  {
    key: "inFlight",
    message: "expected thinkTime or a rate: who reads nothing sees no answer",
    isBroken: ({ inFlight, reads }) => inFlight !== undefined && !reads,
  },
  {
    key: "sends",
    message: "expected something to send, as there is thinkTime, inFlight or texts",
    isBroken: ({ sends, visits, thinkTime, inFlight, texts }) =>
      !visits && !sendsAnything(sends) && [thinkTime, inFlight, texts].some((value) => value !== undefined),
  },
  {
    key: "sends",
    message: "expected nothing: who visits only joins and leaves",
    isBroken: ({ sends, visits }) => visits && sendsAnything(sends),
  },
  {
    key: "thinkTime",
    message: "expected inFlight or a rate for who visits",
    isBroken: ({ thinkTime, visits }) => visits && thinkTime !== undefined,
  },
];

interface ScenarioRule {
  readonly message: string;
  /** Returns the path of the key to change; `null` when the rule is kept. */
  find(scenario: Scenario): BrokenRule["path"] | null;
}

const SCENARIO_RULES: readonly ScenarioRule[] = [
  {
    message: "expected thinkTime or inFlight, or stages with a rate",
    find({ personas, stages }) {
      const index = personas.findIndex(isPacedByRate);
      return index >= 0 && stages.every(({ rate }) => rate === undefined) ? ["personas", index] : null;
    },
  },
  {
    message: "expected a persona without thinkTime and inFlight, which a rate is for",
    find({ personas, stages }) {
      const index = stages.findIndex(({ rate }) => rate !== undefined);
      return index >= 0 && !personas.some(isPacedByRate) ? ["stages", index, "rate"] : null;
    },
  },
  {
    message: "expected some clients",
    find: (scenario) => (isVisited(scenario) || countClients(scenario) > 0 ? null : ["stages", 0, "clients"]),
  },
  {
    message: "expected none: who visits is not online",
    find: (scenario) => (isVisited(scenario) && countClients(scenario) > 0 ? ["stages", 0, "clients"] : null),
  },
  {
    message: "expected one persona alone when it visits",
    find: (scenario) => (isVisited(scenario) && scenario.personas.length > 1 ? ["personas"] : null),
  },
  {
    message: "expected none: who visits comes and goes anyway",
    find: (scenario) => (isVisited(scenario) && scenario.churn ? ["churn"] : null),
  },
  {
    message: "expected the longer time last",
    find: ({ churn }) => (churn && !isInOrder(churn.away) ? ["churn", "away"] : null),
  },
  {
    message: "expected a persona that sends something",
    find: ({ personas, messagesPerClient }) =>
      messagesPerClient !== undefined && !personas.some(({ sends }) => sendsAnything(sends))
        ? ["messagesPerClient"]
        : null,
  },
  {
    message: "expected hold: with messagesPerClient all join before the first is sent",
    find: ({ stages, messagesPerClient }) =>
      messagesPerClient !== undefined && stages.at(-1)?.kind === "ramp" ? ["stages", stages.length - 1, "kind"] : null,
  },
  {
    message: "expected none with messagesPerClient: every message counts",
    find: ({ warmUp, messagesPerClient }) => (messagesPerClient !== undefined && warmUp > 0 ? ["warmUp"] : null),
  },
  {
    message: "expected less than the stages take in all",
    find: (scenario) =>
      scenario.messagesPerClient === undefined && scenario.warmUp > 0 && scenario.warmUp >= lengthOf(scenario)
        ? ["warmUp"]
        : null,
  },
  {
    message: "expected a stage that takes time",
    find: (scenario) => (lengthOf(scenario) === 0 ? ["stages", 0, "duration"] : null),
  },
  {
    message: "expected at most 24h in all",
    find: (scenario) => (lengthOf(scenario) > MAX_SCENARIO_MS ? ["stages"] : null),
  },
];

function isInOrder(time: Distribution): boolean {
  switch (time.kind) {
    case "uniform":
      return time.min <= time.max && time.max > 0;
    case "log-normal":
      return time.median <= time.p95;
    default:
      return true;
  }
}

function isSent(sends: Persona["sends"], kind: keyof Persona["sends"]): boolean {
  return (sends[kind] ?? 0) > 0;
}

function sendsOther(sends: Persona["sends"]): boolean {
  return sendsAnything({ ...sends, direct: 0 });
}

function isPacedByRate({ sends, visits, thinkTime, inFlight }: Persona): boolean {
  return (visits || sendsAnything(sends)) && thinkTime === undefined && inFlight === undefined;
}

function countClients({ stages }: Scenario): number {
  return Math.max(...stages.map(({ clients = 0 }) => clients));
}

function lengthOf({ stages }: Scenario): number {
  return sumOf(stages.map(({ duration }) => duration));
}
