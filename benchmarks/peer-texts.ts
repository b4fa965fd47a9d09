// Work per byte: each function that touches a peer's text takes time that grows with the bytes alone. Ten times the text
// may take at most 15 times as long, whatever the text is.
import {
  cutToBytes,
  displayText,
  findUsernameProblem,
  foldName,
  HandshakeReader,
  MessageReader,
  readServerText,
  serverTexts,
} from "@chat/protocol";
import { findMistake } from "@chat/protocol/mistakes";

const RUNS = 5;
const SMALL_BYTES = 6_000;
const LARGE_BYTES = 10 * SMALL_BYTES;
const MAX_RATIO = 15;
/** Measurements of a ratio that is too large: more than linear work takes too long in each, a busy machine in some. */
const MEASUREMENTS = 4;
/** Shortest time that is measured: below it, the timer's own error is larger. */
const LEAST_MS = 2;

/** The nastiest texts we know: each a beginning, and what is repeated. */
const TEXTS: Readonly<Record<string, readonly [start: string, repeated: string]>> = {
  "marks of one kind": ["a", "\u0301"],
  "marks that have to be sorted": ["a", "\u0301\u0323"],
  "marks behind letters": ["", `a${"\u0323\u0301".repeat(32)}`],
  "marks that are letters before": ["", "\uff9e\u0301\u0323\u0328\u05b0"],
  "letters that expand": ["", "\ufdfa"],
  "mathematical letters": ["", "\u{1d41a}"],
  "white space inside": ["a", `${" ".repeat(50)}\u3000a`],
  "white space alone": ["", "\u2003"],
  "joined emoji": ["", "\u{1f468}\u200d"],
  "flags, half": ["", "\u{1f3f4}\u{e0067}"],
  controls: ["", "\u001b[31m\u0000"],
  "halves of surrogate pairs": ["", "\ud83d"],
  "welcomes inside": ["Welcome ", "! Connection established.\nOnline users: "],
  "errors inside": ["❌ Error: User '", "' not found."],
  "lists inside": ["Online users (1): ", "a … and 1 more, "],
  quotes: ["⛔ Error: You are '", "', so a message from '"],
  braces: ["", '{"'],
  escapes: ["", '\\u005c"'],
  "keys without an end": ["{", "'from': "],
  "values without an end": ["{from=", "a, "],
  "spaces in a value": ["{from=a", " "],
  "objects in objects": ["{a:", "{a:"],
  "elements without an end": ["<a>", "<name>"],
  "strings of PHP": ["a:", 's:1:"'],
  "fields of a form": ["a=", "b&c="],
  digits: ["", "7b"],
};

/** A function with a text made ready for it, so that its work alone is measured. */
type Prepare = (text: string) => () => unknown;

const FUNCTIONS: Readonly<Record<string, Prepare>> = {
  foldName: (text) => () => foldName(text),
  findUsernameProblem: (text) => () => findUsernameProblem(text),
  displayText: (text) => () => displayText(text),
  cutToBytes: (text) => () => cutToBytes(text),
  "errors that quote": (text) => () => [
    serverTexts.userNotFound.write(text),
    serverTexts.forgedSender.write("Ada", text),
    serverTexts.unknownCommand.write(text),
  ],
  readServerText: (text) => () => readServerText(text),
  HandshakeReader: (text) => {
    const bytes = encode(text);
    return () => new HandshakeReader().push(bytes);
  },
  findMistake: (text) => {
    // It looks at the first 4 KiB alone.
    const bytes = encode(text.slice(0, text.length / 15));
    return () => [findMistake(bytes), findMistake(bytes, { isNameDue: true })];
  },
  "MessageReader, as text": (text) => {
    const bytes = encode(JSON.stringify({ from: { name: text, ip: "" }, to: "", msg: "" }));
    return () => readAll(bytes);
  },
  "MessageReader, as it is": (text) => {
    const bytes = encode(text);
    return () => readAll(bytes);
  },
};

let isLinear = true;
console.log(
  `Time for ${LARGE_BYTES} bytes by that for ${SMALL_BYTES} (at most ${MAX_RATIO}), the worst text of ${Object.keys(TEXTS).length}:`,
);
for (const [name, prepare] of Object.entries(FUNCTIONS)) {
  const ratios = Object.entries(TEXTS).map(([title, pattern]) => ({ title, ratio: leastRatio(prepare, pattern) }));
  const worst = ratios.reduce((most, each) => (each.ratio > most.ratio ? each : most));
  if (worst.ratio > MAX_RATIO) isLinear = false;
  console.log(`${name.padEnd(24)} ${worst.ratio.toFixed(1).padStart(6)}  ${worst.title}`);
}
if (!isLinear) console.error("\nSome function takes more than linear time.");
if (process.argv.includes("--check") && !isLinear) process.exitCode = 1;

/** Measures until a ratio is small enough, and returns the smallest. */
function leastRatio(prepare: Prepare, pattern: readonly [string, string]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let measurement = 0; measurement < MEASUREMENTS && least > MAX_RATIO; measurement++)
    least = Math.min(least, measureRatio(prepare, pattern));
  return least;
}

/** Returns the ratio of the shortest times: what else the machine does makes a run longer, never shorter. */
function measureRatio(prepare: Prepare, [start, repeated]: readonly [string, string]): number {
  const small = prepare(makeText(start, repeated, SMALL_BYTES));
  const large = prepare(makeText(start, repeated, LARGE_BYTES));
  const times = countTimes(small);
  timeOf(large, times);
  const shortest = (run: () => unknown): number => Math.min(...Array.from({ length: RUNS }, () => timeOf(run, times)));
  return shortest(large) / shortest(small);
}

/** Counts the runs on the small text that take a time which can be measured. */
function countTimes(run: () => unknown): number {
  let times = 1;
  while (timeOf(run, times) < LEAST_MS) times *= 2;
  return times;
}

function timeOf(run: () => unknown, times: number): number {
  const startedAt = performance.now();
  for (let time = 0; time < times; time++) run();
  return performance.now() - startedAt;
}

function makeText(start: string, repeated: string, bytes: number): string {
  return start + repeated.repeat(Math.ceil((bytes - start.length) / Buffer.byteLength(repeated)));
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function readAll(bytes: Uint8Array): void {
  const reader = new MessageReader();
  reader.push(bytes);
  for (let item = reader.next(); item; item = reader.next()) if (item.kind === "message") foldName(item.from.name);
}
