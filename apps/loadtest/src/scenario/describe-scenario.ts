import { writeDuration } from "../units/duration.ts";
import type { Distribution } from "./distribution.ts";
import type { Persona, Scenario, Stage } from "./scenario.ts";
import { isVisited, sendsAnything, sumOf } from "./traits.ts";

/** Describes a scenario by name, as people write its settings: a result has them, and a report compares runs by them. */
export function describeScenario(scenario: Scenario): Record<string, string> {
  const { name, stages, personas, messagesPerClient, warmUp, churn, messageBytes, seed } = scenario;
  return {
    scenario: name,
    stages: stages.map((stage) => describeStage(stage, isVisited(scenario))).join("; "),
    personas: personas.map((persona) => describePersona(persona, personas)).join("; "),
    ...(messagesPerClient === undefined ? {} : { "messages per client": `${messagesPerClient}` }),
    ...(churn ? { churn: `${churn.rate} leave each second, and come back after ${describeTime(churn.away)}` } : {}),
    ...(warmUp > 0 ? { "warm-up": writeDuration(warmUp) } : {}),
    "message size": `${messageBytes} bytes`,
    seed: `${seed}`,
  };
}

function describeStage({ kind, duration, clients, rate }: Stage, isVisit: boolean): string {
  const numbers = [
    ...(clients === undefined || isVisit ? [] : [`${clients} clients`]),
    ...(rate === undefined ? [] : [`${rate}/s`]),
  ].join(", ");
  if (kind === "ramp") return `ramp to ${numbers} in ${writeDuration(duration)}`;
  return `${["hold", numbers].filter(Boolean).join(" ")} for ${writeDuration(duration)}`;
}

function describePersona(
  { name, share, sends, receivers, thinkTime, inFlight, reads, visits }: Persona,
  all: readonly Persona[],
): string {
  const part =
    all.length > 1 ? ` ${Math.round((share / sumOf(all.map((persona) => persona.share))) * 1_000) / 10} %` : "";
  const pace = thinkTime
    ? [`every ${describeTime(thinkTime)}`]
    : inFlight === undefined
      ? [...(visits || sendsAnything(sends) ? ["open loop"] : [])]
      : [`closed loop, ${inFlight} in flight`];
  const kinds = Object.entries(sends).filter(([, weight = 0]) => weight > 0);
  const parts = [
    ...(visits ? ["joins and leaves"] : []),
    ...(kinds.length > 0
      ? [kinds.map(([kind, weight]) => (kinds.length > 1 ? `${kind} ${weight}` : kind)).join(" ")]
      : []),
    ...(sends.direct && receivers === "partner" ? ["in pairs"] : []),
    ...pace,
    ...(reads ? [] : ["reads nothing"]),
  ];
  return parts.length > 0 ? `${name}${part} (${parts.join(", ")})` : `${name}${part} (listens)`;
}

function describeTime(distribution: Distribution): string {
  switch (distribution.kind) {
    case "constant":
      return writeDuration(distribution.value);
    case "uniform":
      return `${writeDuration(distribution.min)} to ${writeDuration(distribution.max)}`;
    case "exponential":
      return `${writeDuration(distribution.mean)} on average, exponential`;
    case "log-normal":
      return `${writeDuration(distribution.median)} as median, p95 ${writeDuration(distribution.p95)}, log-normal`;
  }
}
