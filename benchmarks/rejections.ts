// The cost of a rejection: the processor time of a server, and of the socket that sends to it, for frames that it refuses, and
// for valid messages beside them. Compare a run before a change with one after it.
import { once } from "node:events";
import { connect } from "node:net";
import { createChatNode } from "@chat/server";
import { endWithin } from "./load/benchmark.ts";

const FRAMES = 20_000;
/** Frames on their way at once: fewer than the answers that a connection may wait for. */
const BATCH = 50;
const RUNS = 5;
const LINE_FEED = 0x0a;

const MESSAGE = '{"from": {"name": "Ada", "ip": "127.0.0.1"}, "to": "/time", "msg": "a message of usual length"}';

/** The bytes that are sent. Each frame gets one answer. */
const CASES: Readonly<Record<string, string>> = {
  "a valid message": MESSAGE,
  "text outside a message": "hello, is anybody there?",
  "an unknown key": MESSAGE.replace("}", ', "time": "now"}'),
  "a dict of Python": MESSAGE.replaceAll('"', "'"),
  "an object of 4 KB that is no message": MESSAGE.replace('"msg"', '"text"').replace("a message", "x".repeat(4_000)),
  "JSON encoded twice": JSON.stringify(MESSAGE).replaceAll("{", "("),
};

endWithin(300);
const node = createChatNode({
  host: "127.0.0.1",
  port: 0,
  limits: { messagesPerSecond: 0, bytesPerSecond: 0, shoutsPerSecond: 0 },
});
const { port } = await node.listen();
const socket = connect(port, "127.0.0.1").setNoDelay(true);
let answers = 0;
let wake: (() => void) | null = null;
socket.on("data", (chunk) => {
  for (const byte of chunk) if (byte === LINE_FEED) answers += 1;
  wake?.();
});
await once(socket, "connect");
socket.write("Ada\n");
await untilAnswers(1);

console.log(`Processor time for each of ${FRAMES} frames, in microseconds, least of ${RUNS} runs:`);
for (const [title, frame] of Object.entries(CASES)) {
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run++) times.push(await measure(frame));
  console.log(
    `${title.padEnd(40)} ${Math.min(...times)
      .toFixed(1)
      .padStart(6)}`,
  );
}
socket.destroy();
await node.close();

async function measure(frame: string): Promise<number> {
  const batch = `${frame}\n`.repeat(BATCH);
  const startedAt = process.cpuUsage();
  for (let sent = 0; sent < FRAMES; sent += BATCH) {
    const expected = answers + BATCH;
    socket.write(batch);
    await untilAnswers(expected);
  }
  const { user, system } = process.cpuUsage(startedAt);
  return (user + system) / FRAMES;
}

async function untilAnswers(count: number): Promise<void> {
  while (answers < count) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
