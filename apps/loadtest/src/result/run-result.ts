import { z } from "zod";
import { writeJson } from "./write-json.ts";

/** Version of the result's form; raised when a reader of an older one would misread it. */
export const RESULT_VERSION = 1;

const CountSchema = z.int().min(0);
const MillisecondsSchema = z.number().min(0);

/** Outcomes of every message of one kind: `received + lost + refused + exempt = expected`, whatever happened. */
const AccountSchema = z
  .object({
    expected: CountSchema.describe("Messages sent, times the receivers that each had."),
    received: CountSchema.describe("Distinct messages that arrived whole."),
    lost: CountSchema.describe("Messages that did not arrive by the end of the run."),
    duplicated: CountSchema.describe("Arrivals beyond the first of a message."),
    outOfOrder: CountSchema.describe(
      "Messages that arrived after a later one of the same sender to the same receiver.",
    ),
    corrupted: CountSchema.describe(
      "Arrivals whose check word or text was wrong: such a message counts as lost as well.",
    ),
    refused: CountSchema.describe("Messages that did not arrive, and whose sender was told so by the server."),
    exempt: CountSchema.describe(
      "Losses that are nobody's fault, and not in `lost`: of slow readers, and at the moment when a client came or went.",
    ),
  })
  .strict();
export type Account = z.infer<typeof AccountSchema>;

/** Latencies in milliseconds. */
const LatencySchema = z
  .object({
    count: CountSchema,
    min: MillisecondsSchema,
    mean: MillisecondsSchema,
    p50: MillisecondsSchema,
    p90: MillisecondsSchema,
    p99: MillisecondsSchema,
    p999: MillisecondsSchema,
    max: MillisecondsSchema,
    /** Cumulative distribution for drawing: [percentile 0…100, ms], rising. */
    percentiles: z.array(z.tuple([z.number(), MillisecondsSchema])),
  })
  .strict();
export type Latency = z.infer<typeof LatencySchema>;

/** The state of a run at one moment; a run has one about each half second. */
const SampleSchema = z
  .object({
    /** Since the run began, in milliseconds. */
    atMs: MillisecondsSchema,
    clients: CountSchema.describe("Connections that are joined."),
    joinsPerSecond: z.number().min(0),
    sentPerSecond: z.number().min(0),
    receivedPerSecond: z.number().min(0),
    /** Of the answers and messages since the sample before; null when there were none. */
    p50Ms: MillisecondsSchema.nullable(),
    p99Ms: MillisecondsSchema.nullable(),
    maxMs: MillisecondsSchema.nullable(),
    /** Since the run began, by kind. */
    errors: z.record(z.string(), CountSchema),
    /** The busiest worker's, since the sample before: 99th percentile of the event loop's delay, and share of one core. */
    loopDelayMs: MillisecondsSchema,
    testerCpuShare: z.number().min(0),
    /** Of the server's process, where it is known: share of one core, and resident memory. */
    serverCpuShare: z.number().min(0).nullable(),
    serverMemoryBytes: CountSchema.nullable(),
  })
  .strict();
export type Sample = z.infer<typeof SampleSchema>;

/** Judgement of a run about the server. */
const VerdictSchema = z
  .object({
    kind: z.enum([
      "passed",
      "tester-saturated",
      "messages-lost",
      "connections-dropped",
      "threshold-crossed",
      "limit-found",
      "interrupted",
    ]),
    text: z.string(),
    evidence: z.array(z.string()),
    /** Clients held when the limit was met; null where no limit was sought or found. */
    clients: CountSchema.nullable(),
    /** The limit that gave way first; null where none did. */
    limit: z
      .enum([
        "connect-refused",
        "connect-timeout",
        "handshake-slow",
        "answers-lost",
        "connections-dropped",
        "latency",
        "tester-open-files",
        "tester-ports",
        "tester-event-loop",
        "max-clients",
        "max-duration",
      ])
      .nullable(),
  })
  .strict();
export type Verdict = z.infer<typeof VerdictSchema>;

/** A condition that was set with `--fail-if`, and whether it came true. */
const ThresholdOutcomeSchema = z
  .object({ condition: z.string(), isCrossed: z.boolean(), actual: z.number(), unit: z.string() })
  .strict();

/** Result of one run: the file that `--json` writes, and all that a report is made from. */
export const RunResultSchema = z
  .object({
    version: z.literal(RESULT_VERSION),
    command: z.enum(["stress", "breaking-point", "bench", "run"]),
    commandLine: z.string(),
    /** Settings that had effect, by name, as people write them. */
    settings: z.record(z.string(), z.string()),
    startedAt: z.iso.datetime(),
    durationMs: MillisecondsSchema,
    machine: z
      .object({
        cpu: z.string(),
        cores: CountSchema,
        memoryBytes: CountSchema,
        os: z.string(),
        node: z.string(),
        openFiles: CountSchema.nullable(),
      })
      .strict(),
    tester: z.object({ version: z.string(), processes: CountSchema, threads: CountSchema }).strict(),
    server: z
      .object({
        host: z.string(),
        port: CountSchema,
        /** `framing` or `original`, as its first welcome shows; null when nobody was welcomed. */
        kind: z.enum(["framing", "original"]).nullable(),
        /** The command that was spawned, or null. */
        command: z.string().nullable(),
        pid: CountSchema.nullable(),
        cpuUsPerMessage: z.number().min(0).nullable(),
        memoryBytesPerClient: z.number().nullable(),
        peakMemoryBytes: CountSchema.nullable(),
      })
      .strict(),
    clients: z.object({ asked: CountSchema, joined: CountSchema, peak: CountSchema }).strict(),
    /** By kind of message: "direct", "shout", "request" (each question is expected to have one answer). */
    accounts: z.record(z.string(), AccountSchema),
    /** By what was measured: "message", "answer", "handshake", "connect"; in open loop also "message-uncorrected", which forgets how late a message was sent. */
    latencies: z.record(z.string(), LatencySchema),
    throughput: z.object({ sentPerSecond: z.number().min(0), receivedPerSecond: z.number().min(0) }).strict(),
    errors: z.record(z.string(), CountSchema),
    samples: z.array(SampleSchema),
    verdict: VerdictSchema,
    thresholds: z.array(ThresholdOutcomeSchema),
    exitCode: CountSchema,
  })
  .strict();
export type RunResult = z.infer<typeof RunResultSchema>;

/** The JSON Schema of the file that `--json` writes, as the package publishes it: `@chat/loadtest/result.schema.json`. */
export function writeResultSchema(): string {
  const schema = {
    $id: `urn:chat:loadtest:result:${RESULT_VERSION}`,
    title: "Result of a chat-load run",
    ...z.toJSONSchema(RunResultSchema),
  };
  return writeJson(schema);
}
