// Measures the cost of the connections that one process holds: each joins, asks for the time once, and stays.
import { parseArgs } from "node:util";
import { UNFRAMED_MESSAGE_BYTES } from "@chat/protocol";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import { inParallel } from "./load/concurrency.ts";
import { roundToTenth } from "./load/format.ts";
import { askForTime, LinePeer } from "./load/line-peer.ts";
import { SERVER_NAMES, type ServerName, ServerProcess } from "./load/server-process.ts";
import { type Timing, time } from "./load/timing.ts";

/** Peers that join or ask at the same time: enough to keep a server busy, and far from filling its accept queue. */
const IN_FLIGHT = 256;

/** Addresses to connect from. One has only some 28,000 ports, and finding a free one gets slow long before that. */
const SOURCE_ADDRESSES = 16;

/** Connections that join before anything is measured, so that the compiler's first work is in no metric. */
const WARM_UP_CONNECTIONS = 1_000;

type Joined = Awaited<ReturnType<typeof LinePeer.join>>;

/** Bytes are those of one connection. */
interface Result {
  readonly joins: Timing<readonly Joined[]>;
  readonly answers: Timing<readonly string[]>;
  readonly lastWelcomeBytes: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: "boolean", default: false }, unframed: { type: "boolean", default: false } },
});
const count = Number(positionals[0] ?? 15_000);
if (!Number.isSafeInteger(count) || count < 1) throw new Error("Usage: connections [count] [--unframed] [--check]");

endWithin(120);
const results = new Map<ServerName, Result>();
for (const name of SERVER_NAMES) results.set(name, await measure(name));

console.log(`${count} connections, each named${options.unframed ? ", every second one without a newline" : ""}`);
console.table(Object.fromEntries([...results].map(([name, result]) => [name, toRow(result)])));
const server = results.get("chat server") as Result;
const answered = server.answers.result.filter((line) => line.includes("Server time: ")).length;
reportTargets(
  [
    { what: `each of ${count} requests answered (${answered})`, isMet: answered === count },
    {
      what: `welcome of the last under ${UNFRAMED_MESSAGE_BYTES} bytes (${server.lastWelcomeBytes})`,
      isMet: server.lastWelcomeBytes < UNFRAMED_MESSAGE_BYTES,
    },
  ],
  options.check,
);

async function measure(name: ServerName): Promise<Result> {
  await using server = await ServerProcess.start(name);
  const join = (userName: string, index: number) =>
    LinePeer.join(
      { port: server.port, localAddress: `127.0.1.${1 + (index % SOURCE_ADDRESSES)}` },
      userName,
      // The relay, which cuts everything into lines, has no other way to tell where a name ends.
      options.unframed && name === "chat server" && index % 2 === 1 ? "" : "\n",
    );
  const joinAll = (prefix: string, times: number) =>
    inParallel(
      Array.from({ length: times }, (_, index) => `${prefix}-${index}`),
      IN_FLIGHT,
      join,
    );
  const askAll = (joined: readonly Joined[]) => inParallel(joined, IN_FLIGHT, ({ peer }) => askForTime(peer));
  const warmUp = await joinAll("early", WARM_UP_CONNECTIONS);
  await askAll(warmUp);

  const memoryBefore = await server.ask("memory");
  const joins = await time(server, count, () => joinAll("user", count));
  const answers = await time(server, count, () => askAll(joins.result));
  const memory = await server.ask("memory");

  for (const { peer } of [...warmUp, ...joins.result]) peer.vanish();
  return {
    joins,
    answers,
    lastWelcomeBytes: (joins.result.at(-1)?.welcome.length ?? 0) + "\n".length,
    residentBytes: (memory.residentBytes - memoryBefore.residentBytes) / count,
    heapBytes: (memory.heapBytes - memoryBefore.heapBytes) / count,
  };
}

function toRow({ joins, answers, lastWelcomeBytes, residentBytes, heapBytes }: Result): Record<string, number> {
  return {
    "joins/s": Math.round(joins.perSecond),
    "CPU µs/join": roundToTenth(joins.cpuUs),
    "answers/s": Math.round(answers.perSecond),
    "CPU µs/answer": roundToTenth(answers.cpuUs),
    "last welcome, bytes": lastWelcomeBytes,
    "KiB/connection": roundToTenth(residentBytes / 1024),
    "of it heap": roundToTenth(heapBytes / 1024),
  };
}
