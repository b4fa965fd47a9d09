import { MAX_MESSAGE_BYTES } from "@chat/protocol";
import { z } from "zod";
import { writeJson } from "../result/write-json.ts";
import { writeDuration } from "../units/duration.ts";
import { DistributionSchema } from "./distribution.ts";
import {
  amount,
  condition,
  duration,
  listOf,
  oneOf,
  rate,
  strictObject,
  text,
  wholeNumber,
  yesOrNo,
} from "./scenario-values.ts";

/** Bytes of a message around its text: names, addresses, keys. */
const ENVELOPE_BYTES = 1_024;

/** Largest text of a message, in bytes. */
export const MAX_TEXT_BYTES = MAX_MESSAGE_BYTES - ENVELOPE_BYTES;

/** Most clients of a scenario. */
export const MAX_CLIENTS = 100_000;

/** Defaults of a scenario that other runs share. */
export const SCENARIO_DEFAULTS = { messageBytes: 128, timeoutMs: 5_000, seed: 1 } as const;

/** Longest text that a scenario brings along, in characters: in JSON one takes up to twelve bytes. */
const MAX_OWN_TEXT = 4_000;

/** A part of the run, with a number of clients and a rate of messages. */
const StageSchema = strictObject({
  kind: oneOf(["ramp", "hold"]).describe("`ramp` goes evenly to the new numbers; `hold` has them from its begin."),
  duration: duration(0).describe("How long the stage is."),
  clients: wholeNumber(0, MAX_CLIENTS).optional().describe("Clients that are online. Default: as in the stage before."),
  rate: rate()
    .optional()
    .describe(
      "Messages for each second, of all personas together that have neither thinkTime nor inFlight. Default: as in the stage before.",
    ),
});

const weight = () => amount({ canBeZero: true }).optional();

/** The relative frequency of each thing that a client sends. */
const SendsSchema = strictObject({
  direct: weight().describe("Messages to another client."),
  shout: weight().describe("Messages to everyone."),
  time: weight().describe("Requests to /time."),
  list: weight().describe("Requests to /list."),
  help: weight().describe("Requests to /help."),
  nobody: weight().describe("Messages to somebody who does not exist: the server answers that."),
});

/** Clients of one kind. */
const PersonaSchema = strictObject({
  name: text(40).describe("The name in reports."),
  share: amount({ canBeZero: false }).default(1).describe("Share of the clients, relative to the other personas."),
  sends: SendsSchema.default({}).describe(
    "The things that it sends, by their relative frequency; without any it listens.",
  ),
  receivers: oneOf(["anyone", "partner"])
    .default("anyone")
    .describe(
      "Receivers of direct messages: another client that is drawn each time, or always the same of this persona.",
    ),
  thinkTime: DistributionSchema.optional().describe("Pause before each message of a client."),
  inFlight: wholeNumber(1, 10_000)
    .optional()
    .describe(
      "Closed loop: so many messages of a client in flight; the next waits for an answer, or for the partner's.",
    ),
  texts: listOf(text(MAX_OWN_TEXT), 1_000).optional().describe("Texts that are sent, drawn anew for each message."),
  reads: yesOrNo().default(true).describe("False for a client that reads nothing: a server has to cut it off."),
  visits: yesOrNo()
    .default(false)
    .describe(
      "True for clients that join and leave at once, each under a new name: inFlight of them in all, or at a rate.",
    ),
});

const ChurnSchema = strictObject({
  rate: rate().describe("Clients that leave, all together. They come back under their names."),
  away: DistributionSchema.prefault({ kind: "uniform", min: "1s", max: "5s" }).describe(
    "How long a client stays away.",
  ),
});

const TargetSchema = strictObject({
  host: text(255).optional().describe("Address or host name. Default: 127.0.0.1."),
  port: wholeNumber(1, 65_535).optional().describe("TCP port."),
  spawn: text(4_000).optional().describe("Command that starts the server at host and port; it ends with the run."),
  spawnLog: text(4_000).optional().describe("File for what the spawned command prints."),
});

/** A load as a file describes it, key by key: who joins when, what each sends, and when the run counts as failed. */
export const ScenarioShape = strictObject({
  $schema: z.string().optional(),
  name: text(100).default("scenario").describe("The name in reports."),
  target: TargetSchema.optional().describe(
    "The server. Flags of the command line win. Without any, a server of its own is started.",
  ),
  stages: listOf(StageSchema, 100).describe("The stages of the run, one after the other."),
  personas: listOf(PersonaSchema, 32).describe("The kinds of clients."),
  messagesPerClient: wholeNumber(1, 1_000_000)
    .optional()
    .describe(
      "Number of messages of each client that sends. All join first; the run ends when all have sent, at the latest with its stages.",
    ),
  warmUp: duration(0).prefault("0s").describe("Time at the begin of the stages that is in no metric."),
  churn: ChurnSchema.optional().describe("Clients that leave and come back all the time."),
  messageBytes: wholeNumber(1, MAX_TEXT_BYTES)
    .default(SCENARIO_DEFAULTS.messageBytes)
    .describe("Least size of a message's text, in bytes; what accounts for the message is part of it."),
  timeout: duration(100)
    .prefault(writeDuration(SCENARIO_DEFAULTS.timeoutMs))
    .describe("After which a connect or a handshake counts as failed, and an answer as late."),
  failIf: z
    .array(condition(), { error: "expected a list of conditions" })
    .default([])
    .describe("The run exits with 99 when one of these is so at the end."),
  seed: wholeNumber(0, 2 ** 32 - 1)
    .default(SCENARIO_DEFAULTS.seed)
    .describe("Seed of everything that is drawn by chance: the same one makes the same choices."),
});

/** A scenario as it is written, in a file or by a program. */
export type ScenarioFile = z.input<typeof ScenarioShape>;

/** A scenario that was checked: all defaults are filled in, times are in milliseconds, rates are per second. */
export type Scenario = z.output<typeof ScenarioShape>;
export type Persona = z.output<typeof PersonaSchema>;
export type Stage = z.output<typeof StageSchema>;

/** What a client can send. */
export type MessageKind = keyof Persona["sends"];

/** The JSON Schema of a scenario file, as the package publishes it: `@chat/loadtest/scenario.schema.json`. */
export function writeScenarioSchema(): string {
  return writeJson({
    $id: "urn:chat:loadtest:scenario:1",
    title: "Scenario of chat-load",
    ...z.toJSONSchema(ScenarioShape, { io: "input" }),
  });
}
