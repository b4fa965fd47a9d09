// A day in the terminal client, in ten minutes: a thousand messages a second, long ones among them, keys, the mouse, searches,
// conversations that come and go, a hundred resizes. In the end the log files have to hold every message, in order.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createJsonMsg } from "@chat/protocol";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import { MIB, toMiB, toMs } from "./load/format.ts";
import { timeKey } from "./load/key-latency.ts";
import { LinePeer } from "./load/line-peer.ts";
import { findLogProblem, readLogs } from "./load/log-check.ts";
import { ServerProcess } from "./load/server-process.ts";
import { quantile } from "./load/statistics.ts";
import { startShouter, stopShouter, TerminalChat } from "./load/terminal-chat.ts";

const SCROLLBACK_LINES = 10_000;
const MESSAGES_PER_SECOND = 1_000;
const RESIZES = 100;
/** Pause between two things that the user does, in milliseconds. */
const STEP_MS = 250;
/** A message of many rows, lines of code among them: a tenth of the largest one. */
const LONG_TEXT = "for (const line of lines) {\n  print(line); // to be read by somebody, some day\n}\n".repeat(80);
const TARGET = { heapFactor: 1.1, heapBytes: 5 * MIB, keyP99Ms: 50 };

const WORD = "typing";
/** The cells of the frame of the prompt on its right side, and of the cursor. */
const FRAME_CELLS = 3;
/** A fast typist's pause between two keys, in milliseconds, so that keys meet frames at any moment. */
const nextPauseMs = () => 20 + Math.random() * 60;

/** Texts with many hits, with hits as they come, with few, and with none. */
const SEARCHED = ["exercise", "SHOUTER", "メッセージ", "#10", "nowhere"];

/** Alt-End. */
const SCROLL_TO_BOTTOM = "\u001b[1;3F";

/** Buttons of the wheel, as the mouse protocol numbers them. */
const Wheel = { Up: 64, Down: 65 } as const;
type Wheel = (typeof Wheel)[keyof typeof Wheel];

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
const keyMs: number[] = [];
/** The numbers of the questions that Bob has asked. */
const asked: number[] = [];

endWithin(minutes * 60 + 120);
await using server = await ServerProcess.start("chat server");
const logFolder = mkdtempSync(join(tmpdir(), "chat-logs-"));
process.once("exit", () => rmSync(logFolder, { recursive: true }));
await using chat = await TerminalChat.start({
  port: server.port,
  columns: 120,
  rows: 40,
  args: ["--log", logFolder],
  onOutput: inspectOutput,
});
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
  await doStep(step);
  // The last one comes at the end.
  const dueResizes = Math.floor((elapsedMs() / (minutes * 60_000)) * RESIZES);
  if (resizes < dueResizes) {
    resizes += 1;
    chat.pty.resize(20 + ((resizes * 37) % 281), 5 + ((resizes * 17) % 96));
  }
  if (heapAfterFirst === 0 && elapsedMs() > 60_000) heapAfterFirst = await chat.heapBytes();
  await pause(STEP_MS);
}
chat.pty.resize(120, 40);
resizes += 1;
const shouted = await stopShouter(shouter);
chat.pty.press("escape", "alt+1");
chat.pty.send(SCROLL_TO_BOTTOM);
// Messages come in their order: all others are there by then.
await chat.pty.waitForScreen(`#${shouted}`);
const heapAtEnd = await chat.heapBytes();
chat.pty.type("/quit\r");
const exitCode = await chat.pty.exited;
const everyone = Array.from({ length: shouted }, (_, index) => index + 1);
const logProblems = {
  everyone: findLogProblem(readLogs(logFolder, "everyone"), "shouter", /#(\d+)$/, everyone),
  Bob: findLogProblem(readLogs(logFolder, "@bob"), "Bob", /\((\d+)\)$/, asked),
};

const maxHeap = heapAfterFirst * TARGET.heapFactor + TARGET.heapBytes;
console.log(`${minutes} minutes, ${shouted} messages to everyone, ${asked.length} questions of Bob`);
console.log(`${resizes} resizes, ${(outputBytes / MIB).toFixed(0)} MiB written to the terminal`);
const p99Ms = quantile(keyMs, 0.99);
console.log(`${keyMs.length} keys, each until it is seen: p50 ${toMs(quantile(keyMs, 0.5))}, p99 ${toMs(p99Ms)}`);
console.log(`heap after the first minute ${toMiB(heapAfterFirst)}, at the end ${toMiB(heapAtEnd)}`);
reportTargets(
  [
    ...[...wipes].map(([what, count]) => ({ what: `no ${what} (${count})`, isMet: count === 0 })),
    { what: `heap at the end at most ${toMiB(maxHeap)}`, isMet: heapAtEnd <= maxHeap },
    {
      what: `p99 of a key at most ${TARGET.keyP99Ms} ms (${toMs(p99Ms)})`,
      isMet: p99Ms <= TARGET.keyP99Ms,
      needsIdleMachine: true,
    },
    ...Object.entries(logProblems).map(([name, problem]) => ({
      what: `the log of ${name} is complete and in order${problem === null ? "" : `: ${problem}`}`,
      isMet: problem === null,
    })),
    { what: `leaves in peace (exit code ${exitCode})`, isMet: exitCode === 0 },
  ],
  options.check,
);
bob.vanish();

async function doStep(step: number): Promise<void> {
  const { pty } = chat;
  switch (step % 14) {
    case 0:
      asked.push(step);
      return void bob.write(`${createJsonMsg("Bob", "127.0.0.1", "typist", `Are you there? (${step})`)}\n`);
    case 1:
      return pty.press("alt+a");
    case 2:
      return pty.type(`Yes, still here (${step})\r`);
    case 3:
      return pty.press("page up", "page up");
    case 4:
      return pty.type("/ti");
    case 5:
      return pty.press("tab", "enter");
    case 6:
      return pty.press(step % 3 === 0 ? "f1" : "alt+1");
    case 7:
      return void bob.write(`${createJsonMsg("Bob", "127.0.0.1", "typist", LONG_TEXT)}\n`);
    case 8:
      return pty.send(turnWheel(Wheel.Up, 5));
    case 9:
      // Over the conversations, wherever their pane is.
      return pty.send(clickAt(2, 3) + clickAt(pty.terminal.columns - 4, 3) + turnWheel(Wheel.Down, 2));
    case 10:
      pty.press("ctrl+s");
      return pty.type(`${SEARCHED[step % SEARCHED.length]}\r`);
    case 11:
      return pty.type("nnN");
    case 12:
      return pty.press("escape", "alt+1", "ctrl+u");
    default:
      await timeKeys();
  }
}

/** Types a word into the empty prompt, and takes it back. */
async function timeKeys(): Promise<void> {
  const { terminal } = chat.pty;
  const { row, column: start } = await chat.emptyPrompt();
  if (start + WORD.length >= terminal.columns - FRAME_CELLS) return;
  for (const [index, letter] of [...WORD].entries()) {
    keyMs.push(await timeKey(chat.pty, letter, row, start + index));
    await pause(nextPauseMs());
  }
  chat.pty.press("ctrl+u");
}

/** Returns the bytes of a terminal for the wheel over the log, by its SGR mouse protocol. */
function turnWheel(wheel: Wheel, times: number): string {
  return `\u001b[<${wheel};60;3M`.repeat(times);
}

/** Returns the bytes of a terminal for a click, by its SGR mouse protocol: columns and rows count from 1. */
function clickAt(column: number, row: number): string {
  return `\u001b[<0;${column};${row}M\u001b[<0;${column};${row}m`;
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
