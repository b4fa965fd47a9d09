import { writeBytes, writeCount, writeMs, writeNumber, writePercent } from "../result/format.ts";
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
    ...(messagesPerClient === undefined ? {} : { "messages per client": writeCount(messagesPerClient) }),
    ...(churn
      ? { churn: `${writeNumber(churn.rate)} leave each second, and come back after ${describeTime(churn.away)}` }
      : {}),
    ...(warmUp > 0 ? { "warm-up": writeMs(warmUp) } : {}),
    "message size": writeBytes(messageBytes),
    seed: `${seed}`,
  };
}

function describeStage({ kind, duration, clients, rate }: Stage, isVisit: boolean): string {
  const numbers = [
    ...(clients === undefined || isVisit ? [] : [`${writeCount(clients)} clients`]),
    ...(rate === undefined ? [] : [`${writeNumber(rate)}/s`]),
  ].join(", ");
  if (kind === "ramp") return `ramp to ${numbers} in ${writeMs(duration)}`;
  return `${["hold", numbers].filter(Boolean).join(" ")} for ${writeMs(duration)}`;
}

function describePersona(
  { name, share, sends, receivers, thinkTime, inFlight, reads, visits }: Persona,
  all: readonly Persona[],
): string {
  const part = all.length > 1 ? ` ${writePercent(share / sumOf(all.map((persona) => persona.share)))}` : "";
  const pace = thinkTime
    ? [`every ${describeTime(thinkTime)}`]
    : inFlight === undefined
      ? [...(visits || sendsAnything(sends) ? ["open loop"] : [])]
      : [`closed loop, ${writeCount(inFlight)} in flight`];
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
      return writeMs(distribution.value);
    case "uniform":
      return `${writeMs(distribution.min)} to ${writeMs(distribution.max)}`;
    case "exponential":
      return `${writeMs(distribution.mean)} on average, exponential`;
    case "log-normal":
      return `${writeMs(distribution.median)} as median, p95 ${writeMs(distribution.p95)}, log-normal`;
  }
}
