// Holds as many connections as one process takes with 20,000 open files, and tries one more.
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { decodeJsonMsg, serverTexts } from "@chat/protocol";
import { LIMITS, readOpenFileLimit } from "@chat/server";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import { inParallel } from "./load/concurrency.ts";
import { askForTime, LinePeer } from "./load/line-peer.ts";
import { ServerProcess } from "./load/server-process.ts";

/** The limit of the server's process, and of this one, which has an end of each connection as well. */
const OPEN_FILES = 20_000;
const TARGET_CONNECTIONS = 19_800;

/** Peers that join or ask at the same time: enough to keep a server busy, and far from filling its accept queue. */
const IN_FLIGHT = 256;

/** Addresses to connect from: one has only some 28,000 ports, and finding a free one gets slow long before that. */
const SOURCE_ADDRESSES = 16;

/** Number of attempts to get in once a connection is free, and the pause between two, in milliseconds: a close takes a moment. */
const TRIES = 20;
const TRY_EVERY_MS = 50;

const { values: options } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const openFiles = readOpenFileLimit();
if (openFiles !== OPEN_FILES) {
  throw new Error(
    `A process may open ${openFiles ?? "an unknown number of"} files here. Run it with: ulimit -n ${OPEN_FILES} && pnpm bench connection-limit`,
  );
}
const limit = LIMITS.maxConnections.default;

endWithin(120);
// Its limits are those that a server has by default.
await using server = await ServerProcess.start("chat server", {});
const held = await inParallel(
  Array.from({ length: limit }, (_, index) => `user-${index}`),
  IN_FLIGHT,
  join,
);
const welcomed = held.filter(({ welcome }) => isServerText("welcome", welcome)).length;
const answered = await countAnswers();

const oneMore = await join("one-more", 0);
const isTold = isServerText("serverFull", oneMore.welcome);
console.log(`one more is told: ${decodeJsonMsg(Buffer.from(oneMore.welcome, "latin1"))?.msg}`);
await oneMore.peer.readToEnd();

held.pop()?.peer.vanish();
const isLetIn = await getIn();
const answeredAgain = await countAnswers();

reportTargets(
  [
    {
      what: `takes at least ${TARGET_CONNECTIONS} connections by default (${limit})`,
      isMet: limit >= TARGET_CONNECTIONS,
    },
    { what: `all of ${limit} joined (${welcomed})`, isMet: welcomed === limit },
    { what: `each answered while all are held (${answered})`, isMet: answered === limit },
    { what: "one more is told that the server is full, and closed", isMet: isTold },
    { what: "once one has left, somebody gets in", isMet: isLetIn },
    { what: `the others are answered still (${answeredAgain})`, isMet: answeredAgain === limit - 1 },
  ],
  options.check,
);
for (const { peer } of held) peer.vanish();

function join(name: string, index: number) {
  return LinePeer.join({ port: server.port, localAddress: `127.0.1.${1 + (index % SOURCE_ADDRESSES)}` }, name);
}

/** Lets each that is held ask for the time. */
async function countAnswers(): Promise<number> {
  const answers = await inParallel(held, IN_FLIGHT, ({ peer }) => askForTime(peer));
  return answers.filter((line) => isServerText("time", line)).length;
}

async function getIn(): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { peer, welcome } = await join("late", attempt);
    if (isServerText("welcome", welcome)) return true;
    await peer.readToEnd();
    await pause(TRY_EVERY_MS);
  }
  return false;
}

function isServerText(kind: "welcome" | "serverFull" | "time", line: string): boolean {
  const message = decodeJsonMsg(Buffer.from(line, "latin1"));
  return message !== null && serverTexts[kind].read(message.msg) !== null;
}
