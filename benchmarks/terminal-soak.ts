// A day in the terminal client, in ten minutes: messages, keys, conversations that come and go, a hundred resizes.
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createJsonMsg } from "@chat/protocol";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import { MIB, toMiB } from "./load/format.ts";
import { LinePeer } from "./load/line-peer.ts";
import { ServerProcess } from "./load/server-process.ts";
import { startShouter, TerminalChat } from "./load/terminal-chat.ts";

const SCROLLBACK_LINES = 10_000;
const MESSAGES_PER_SECOND = 200;
const RESIZES = 100;
/** Pause between two things that the user does, in milliseconds. */
const STEP_MS = 250;
const TARGET = { heapFactor: 1.1, heapBytes: 5 * MIB };

/** Sequences that wipe or reset more than the program's own screen: the user's scrollback, or the whole terminal. */
const WIPES = { "erase of the scrollback (CSI 3 J)": "\u001b[3J", "reset (ESC c)": "\u001bc" };
const LONGEST_WIPE = 4;

const { values: options } = parseArgs({
  options: { check: { type: "boolean", default: false }, minutes: { type: "string", default: "10" } },
});
const minutes = Number(options.minutes);
if (!(minutes >= 2))
  throw new RangeError("--minutes has to be 2 or more: the heap after the first is what the end is compared with.");

const wipes = new Map(Object.keys(WIPES).map((name) => [name, 0]));
let outputBytes = 0;
let tail = "";

endWithin(minutes * 60 + 120);
await using server = await ServerProcess.start("chat server");
await using chat = await TerminalChat.start({ port: server.port, columns: 120, rows: 40, onOutput: inspectOutput });
const shouter = await startShouter({
  port: server.port,
  first: SCROLLBACK_LINES,
  perSecond: MESSAGES_PER_SECOND,
});
const { peer: bob } = await LinePeer.join(server, "Bob");

const startedAt = performance.now();
const elapsedMs = () => performance.now() - startedAt;
let resizes = 0;
let heapAfterFirst = 0;
for (let step = 0; elapsedMs() < minutes * 60_000; step++) {
  doStep(step);
  // The last one comes at the end.
  const dueResizes = Math.floor((elapsedMs() / (minutes * 60_000)) * RESIZES);
  if (resizes < dueResizes) {
    resizes += 1;
    chat.pty.resize(20 + ((resizes * 37) % 281), 5 + ((resizes * 17) % 96));
  }
  if (heapAfterFirst === 0 && elapsedMs() > 60_000) heapAfterFirst = await chat.heapBytes();
  await pause(STEP_MS);
}
await shouter.terminate();
chat.pty.resize(120, 40);
resizes += 1;
const heapAtEnd = await chat.heapBytes();
chat.pty.type("/quit\r");
const exitCode = await chat.pty.exited;

const maxHeap = heapAfterFirst * TARGET.heapFactor + TARGET.heapBytes;
console.log(`${minutes} minutes, ${resizes} resizes, ${(outputBytes / MIB).toFixed(0)} MiB written to the terminal`);
console.log(`heap after the first minute ${toMiB(heapAfterFirst)}, at the end ${toMiB(heapAtEnd)}`);
reportTargets(
  [
    ...[...wipes].map(([what, count]) => ({ what: `no ${what} (${count})`, isMet: count === 0 })),
    { what: `heap at the end at most ${toMiB(maxHeap)}`, isMet: heapAtEnd <= maxHeap },
    { what: `leaves in peace (exit code ${exitCode})`, isMet: exitCode === 0 },
  ],
  options.check,
);
bob.vanish();

function doStep(step: number): void {
  switch (step % 8) {
    case 0:
      return void bob.write(`${createJsonMsg("Bob", "127.0.0.1", "typist", `Are you there? (${step})`)}\n`);
    case 1:
      return chat.pty.press("alt+a");
    case 2:
      return chat.pty.type(`Yes, still here (${step})\r`);
    case 3:
      return chat.pty.press("page up", "page up");
    case 4:
      return chat.pty.type("/ti");
    case 5:
      return chat.pty.press("tab", "enter");
    case 6:
      return chat.pty.press(step % 3 === 0 ? "f1" : "alt+1");
    default:
      return chat.pty.press("escape");
  }
}

function inspectOutput(data: string): void {
  outputBytes += Buffer.byteLength(data);
  for (const [name, sequence] of Object.entries(WIPES)) {
    // A sequence may be cut between two chunks of output.
    const text = tail.slice(1 - sequence.length) + data;
    wipes.set(name, (wipes.get(name) ?? 0) + text.split(sequence).length - 1);
  }
  tail = (tail + data).slice(-LONGEST_WIPE);
}
