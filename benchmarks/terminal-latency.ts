// Measures how long a key press takes to be seen in the terminal client, while a thousand messages a second come in.
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { PtyProcess } from "@chat/testing/terminal";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import { toMs } from "./load/format.ts";
import { seen, timeKey } from "./load/key-latency.ts";
import { ServerProcess } from "./load/server-process.ts";
import { quantile } from "./load/statistics.ts";
import { startShouter, TerminalChat } from "./load/terminal-chat.ts";

const KEYS_PER_RUN = 200;
/** Keys of a line: it stays in one row. */
const KEYS_PER_LINE = 40;
const SCROLLBACK_LINES = 10_000;
const MESSAGES_PER_SECOND = 1_000;
const COLUMNS = 120;
const ROWS = 40;
const TARGET_P99_MS = 50;

/** A fast typist's pause between two keys, in milliseconds, so that keys meet frames at any moment. */
const nextPauseMs = () => 20 + Math.random() * 60;

const { values: options } = parseArgs({
  options: { check: { type: "boolean", default: false }, runs: { type: "string", default: "5" } },
});
const runCount = Number(options.runs);

endWithin(300);
await using server = await ServerProcess.start("chat server");
await using chat = await TerminalChat.start({ port: server.port, columns: COLUMNS, rows: ROWS });
// The delay of a program that only echoes is that of the machine itself.
await using echo = PtyProcess.start("cat", [], { columns: COLUMNS, rows: ROWS });
const shouter = await startShouter({ port: server.port, first: SCROLLBACK_LINES, perSecond: MESSAGES_PER_SECOND });
await chat.pty.waitForScreen((screen) => newestMessage(screen) >= SCROLLBACK_LINES, "the scrollback");

const runs: { chat: number[]; echo: number[]; shown: number }[] = [];
for (let run = 0; run < runCount; run++) {
  const newestBefore = newestMessage(chat.pty.terminal.text);
  const startedAt = performance.now();
  const samples: { chat: number[]; echo: number[] } = { chat: [], echo: [] };
  let prompt = await chat.emptyPrompt();
  for (let key = 0; key < KEYS_PER_RUN; key++) {
    const column = key % KEYS_PER_LINE;
    if (column === 0) {
      chat.pty.press("ctrl+u");
      prompt = await chat.emptyPrompt();
    }
    const letter = String.fromCharCode("a".charCodeAt(0) + (key % 26));
    samples.chat.push(await timeKey(chat.pty, letter, prompt.row, prompt.column + column));
    await pause(nextPauseMs());
    if (column === 0) await clearEcho();
    samples.echo.push(await timeKey(echo, letter, echo.terminal.cursor.row, echo.terminal.cursor.column));
    await pause(nextPauseMs());
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  runs.push({ ...samples, shown: (newestMessage(chat.pty.terminal.text) - newestBefore) / seconds });
}
await shouter.terminate();

console.log(
  `Key press to painted cell, ${COLUMNS}×${ROWS}, ${SCROLLBACK_LINES} lines of scrollback, ` +
    `${MESSAGES_PER_SECOND} messages a second; ${runCount} runs of ${KEYS_PER_RUN} keys`,
);
console.table(
  runs.map(({ chat: keys, echo: bare, shown }) => ({
    "chat p50": toMs(quantile(keys, 0.5)),
    "chat p99": toMs(quantile(keys, 0.99)),
    "chat largest": toMs(quantile(keys, 1)),
    "bare echo p50": toMs(quantile(bare, 0.5)),
    "bare echo p99": toMs(quantile(bare, 0.99)),
    "messages/s shown": Math.round(shown),
  })),
);
const p99Ms = quantile(
  runs.map(({ chat: keys }) => quantile(keys, 0.99)),
  0.5,
);
const bareMs = quantile(
  runs.map(({ echo: bare }) => quantile(bare, 0.99)),
  0.5,
);
console.log(`median of the p99: ${toMs(p99Ms)}; of the machine's own delay, a bare echo: ${toMs(bareMs)}`);
const shownPerSecond = quantile(
  runs.map(({ shown }) => shown),
  0.5,
);
reportTargets(
  [
    { what: `p99 at most ${TARGET_P99_MS} ms (${toMs(p99Ms)})`, isMet: p99Ms <= TARGET_P99_MS, needsIdleMachine: true },
    {
      what: `the messages are shown as they come (${Math.round(shownPerSecond)}/s)`,
      isMet: shownPerSecond > MESSAGES_PER_SECOND * 0.9,
    },
  ],
  options.check,
);

/** Takes the line back. */
async function clearEcho(): Promise<void> {
  echo.press("ctrl+u");
  await seen(echo.terminal, (terminal) => terminal.cursor.column === 0);
}

/** The number of the newest message on the screen. */
function newestMessage(screen: string): number {
  return Math.max(0, ...[...screen.matchAll(/#(\d+)/g)].map(([, number]) => Number(number)));
}
