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

/** Latencies in milliseconds. A percentile that too few values were measured for is null: see {@link isMeasured}. */
const LatencySchema = z
  .object({
    count: CountSchema.describe("Values behind the warm-up: all other keys are about these."),
    warmUpCount: CountSchema.optional().describe(
      "Values of the warm-up, which are in no other key here. The accounts have their messages too.",
    ),
    min: MillisecondsSchema,
    mean: MillisecondsSchema,
    p50: MillisecondsSchema,
    p90: MillisecondsSchema.nullable(),
    p99: MillisecondsSchema.nullable(),
    p999: MillisecondsSchema.nullable(),
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
    /** Of the answers and messages since the sample before; null when there were none, and p99 when there were too few. */
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

/** What gave way first in the search for a breaking point, or what ended the search. */
const LimitSchema = z.enum([
  "server-gone",
  "server-silent",
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
]);
export type Limit = z.infer<typeof LimitSchema>;

/** Everything that was seen of how a run ended: the verdict is a function of it and of the other metrics. */
const RunEndingSchema = z
  .object({
    goal: z
      .enum(["messages", "joins", "limit"])
      .describe("What the run is about: messages, clients that join and leave, or the most clients that are held."),
    atMs: MillisecondsSchema.nullable().describe(
      "When the limit was met, the server gave its last sign of life, or the run was interrupted; null for a run that went to its end.",
    ),
    interruptedBy: z.string().nullable().describe("The signal that ended the run early, or null."),
    isCutShort: z
      .boolean()
      .describe("True when the stages of a scenario ended before each client had sent its fixed number of messages."),
    isDeserted: z
      .boolean()
      .optional()
      .describe("True when the run ended early since no client was left, and none would come back; else missing."),
    server: z
      .object({
        state: z.enum(["gone", "silent"]),
        hasExited: z.boolean().describe("True when its process is known to have ended."),
        exitCode: z.int().nullable(),
        signal: z.string().nullable(),
      })
      .strict()
      .nullable()
      .describe("What became of a server that ended or fell silent before the run did; else null."),
    held: CountSchema.nullable().describe(
      "The most clients with which all bounds were kept; null where no limit was sought.",
    ),
    limit: LimitSchema.nullable(),
    limitEvidence: z.array(z.string()),
    refusal: z.string().nullable().describe("The first refusal of a client, in the server's own words."),
    wrongAnswer: z
      .string()
      .optional()
      .describe(
        "The first answer that was none to its question, in the server's own words; missing when there was none.",
      ),
    stall: z
      .object({ atMs: MillisecondsSchema, forMs: MillisecondsSchema })
      .strict()
      .nullable()
      .describe("The longest time in which nothing came though something was owed, and that ended; null for none."),
  })
  .strict();
export type RunEnding = z.infer<typeof RunEndingSchema>;

/** Judgement of a run about the server. */
const VerdictSchema = z
  .object({
    kind: z.enum([
      "passed",
      "limit-found",
      "no-limit-met",
      "server-gone",
      "server-silent",
      "server-refused",
      "server-mute",
      "slow-from-start",
      "clients-absent",
      "nothing-sent",
      "tester-saturated",
      "messages-lost",
      "messages-corrupted",
      "messages-duplicated",
      "messages-disordered",
      "answers-wrong",
      "connections-dropped",
      "threshold-crossed",
      "threshold-not-measured",
      "interrupted",
    ]),
    text: z.string(),
    evidence: z.array(z.string()),
    /** Clients held when the limit was met; null where no limit was sought or found. */
    clients: CountSchema.nullable(),
    /** The limit that gave way first; null where none did. */
    limit: LimitSchema.nullable(),
  })
  .strict();
export type Verdict = z.infer<typeof VerdictSchema>;

/** A condition that was set with `--fail-if`, and whether it came true. */
const ThresholdOutcomeSchema = z
  .object({
    condition: z.string(),
    outcome: z
      .enum(["kept", "crossed", "not-measured"])
      .describe("A condition on a metric that was not measured can't be ruled out: the run has not passed."),
    /** The metric's value; null when it was not measured. */
    actual: z.number().nullable(),
    unit: z.string(),
  })
  .strict();
export type ThresholdOutcome = z.infer<typeof ThresholdOutcomeSchema>;

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
        cpuUsPerDelivered: z
          .number()
          .min(0)
          .nullable()
          .describe("Processor time for each message and answer that a client received, in microseconds."),
        memoryBytesPerClient: z
          .number()
          .nullable()
          .describe("Growth of the memory for each client; null below 1,000 clients, where it is chance."),
        peakMemoryBytes: CountSchema.nullable(),
      })
      .strict(),
    clients: z
      .object({
        asked: CountSchema,
        joined: CountSchema.describe("Joins in all; a client that comes back counts each time."),
        rejoined: CountSchema.describe("Joins of clients that had joined before."),
        cutOff: CountSchema.describe("Times that the server cut off a slow reader."),
        peak: CountSchema,
        notBack: CountSchema.optional().describe(
          "Clients that had joined and were not back at the end, since their last attempt failed; missing when there were none.",
        ),
      })
      .strict(),
    /** By kind of message: "direct", "shout", "request" (each question is expected to have one answer). */
    accounts: z.record(z.string(), AccountSchema),
    /** By what was measured: "message", "answer", "handshake", "connect"; in open loop also "message-uncorrected", which forgets how late a message was sent. */
    latencies: z.record(z.string(), LatencySchema),
    /** Means of the load, without its warm-up. */
    throughput: z
      .object({
        joinsPerSecond: z.number().min(0),
        sentPerSecond: z.number().min(0),
        receivedPerSecond: z.number().min(0),
      })
      .strict(),
    errors: z.record(z.string(), CountSchema),
    samples: z.array(SampleSchema),
    ending: RunEndingSchema,
    verdict: VerdictSchema,
    thresholds: z.array(ThresholdOutcomeSchema),
    exitCode: CountSchema,
  })
  .strict();
export type RunResult = z.infer<typeof RunResultSchema>;

/** A run before it is judged: all that was measured and seen. */
export type MeasuredRun = Omit<RunResult, "verdict" | "thresholds" | "exitCode">;

/** The JSON Schema of the file that `--json` writes, as the package publishes it: `@chat/loadtest/result.schema.json`. */
export function writeResultSchema(): string {
  const schema = {
    $id: `urn:chat:loadtest:result:${RESULT_VERSION}`,
    title: "Result of a chat-load run",
    ...z.toJSONSchema(RunResultSchema),
  };
  return writeJson(schema);
}
