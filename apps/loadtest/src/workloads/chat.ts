import { z } from "zod";
import type { ScenarioFile } from "../scenario/scenario.ts";
import { type DurationRange, writeDuration } from "../units/duration.ts";
import { count, OptionGroup, optionsIn, percentage, rate, timeRange } from "../units/option-values.ts";

const { option, optional } = optionsIn(OptionGroup.Bots);

/** The options of `chat-load stress` about its bots. */
export const chatOptions = z.object({
  bots: option(count("<bots>", 1, 100_000), "50", "Bots that chat."),
  pace: option(timeRange("100ms-1s"), "100ms-1s", "Pause between two messages of a bot, drawn anew each time."),
  shouts: option(
    percentage(),
    "20%",
    "Share of the messages that go to everyone; the rest is /time, /list, another bot, and somebody who does not exist.",
  ),
  slowReaders: option(
    percentage(),
    "0%",
    "Share of the bots that read nothing: a server has to cut them off, and what they miss is listed and not counted as lost.",
  ),
  churn: optional(
    rate(100_000, "10/s or 300/min"),
    "none",
    "So many bots leave in all, and come back under their names after --away; slow readers that were cut off come back as well.",
  ),
  away: optional(timeRange("1s-5s"), "1s-5s", "How long who has left stays away with --churn, drawn anew each time."),
});

export type ChatSettings = z.output<typeof chatOptions>;

/** Makes a scenario of bots that chat: a message that is no shout is each of the other four with the same probability. */
export function createChatScenario(
  { bots, pace, shouts, slowReaders, churn, away }: ChatSettings,
  durationMs: number,
): ScenarioFile {
  const others = (1 - shouts) / 4;
  const sends = { direct: others, shout: shouts, time: others, list: others, nobody: others };
  const bot = { sends, thinkTime: uniform(pace) };
  const personas = [
    { name: "chatter", share: 1 - slowReaders, ...bot },
    { name: "slow reader", share: slowReaders, ...bot, reads: false },
  ];
  return {
    name: "stress",
    stages: [{ kind: "hold", clients: bots, duration: writeDuration(durationMs) }],
    personas: personas.filter(({ share }) => share > 0),
    ...(churn === undefined ? {} : { churn: { rate: `${churn}/s`, ...(away ? { away: uniform(away) } : {}) } }),
  };
}

function uniform({ min, max }: DurationRange) {
  return { kind: "uniform", min: writeDuration(min), max: writeDuration(max) } as const;
}
