import { writeCount, writeIfMeasured, writeMs, writeNumber, writeWithUnit } from "../result/format.ts";
import { describeWarmUp, isOpenLoop, measuresJoins, measuresOf, OPEN_LOOP_NOTE } from "../result/measures.ts";
import { OUTCOMES, sumAccounts } from "../result/outcomes.ts";
import type { Account, RunResult } from "../result/run-result.ts";
import { describeMachine, describeServer, describeTester } from "./describe-run.ts";
import { createPainter, fit, type Painter, type Style, type TableOptions, wrap } from "./text-columns.ts";
import { THRESHOLD_WORDS, type Tone, wordsOf } from "./verdict-words.ts";

const TITLE_COLUMNS = 12;
const KIND_COLUMNS = 15;
const KINDS_PER_BLOCK = 4;
const MEASURE_COLUMNS = 24;
const VALUE_COLUMNS = 9;
const THRESHOLD_COLUMNS = 14;

const TONE_STYLES: { readonly [Name in Tone]: Style } = {
  good: ["bold", "green"],
  bad: ["bold", "red"],
  notice: ["bold", "yellow"],
};

/** Writes the table of a run: the verdict with its evidence first, then every metric. Fits 80 columns. */
export function writeResultTable(result: RunResult, options: TableOptions = {}): string {
  const paint = createPainter(options);
  const blocks = [
    verdictLines(result, paint),
    accountLines(result, paint),
    latencyLines(result, paint),
    runLines(result),
    thresholdLines(result, paint),
  ];
  const lines = blocks.filter((block) => block.length > 0).map((block) => block.join("\n"));
  return `${lines.join("\n\n")}\n`;
}

/** The verdict in large letters, its sentence, and its evidence. */
function verdictLines({ verdict }: RunResult, paint: Painter): string[] {
  const { title, tone } = wordsOf(verdict);
  return [
    paint(TONE_STYLES[tone], title.toUpperCase()),
    ...wrap(verdict.text, 2),
    ...verdict.evidence.flatMap((sentence) => wrap(sentence, 4, "  - ")),
  ];
}

/** The accounts, a column for each kind of message, and one for all of them. */
function accountLines({ accounts }: RunResult, paint: Painter): string[] {
  const kinds = Object.entries(accounts);
  if (kinds.length > 1) kinds.push(["all", sumAccounts(accounts)]);
  const lines: string[] = [];
  for (let start = 0; start < kinds.length; start += KINDS_PER_BLOCK) {
    if (start > 0) lines.push("");
    lines.push(...accountBlock(kinds.slice(start, start + KINDS_PER_BLOCK), paint));
  }
  return lines;
}

function accountBlock(kinds: readonly [string, Account][], paint: Painter): string[] {
  const heads = kinds.map(([kind]) => ` ${fit(kind, KIND_COLUMNS - 1, "right")}`);
  const rows = OUTCOMES.map(({ key, title, isFault }) => {
    const cells = kinds.map(([, account]) => {
      const cell = ` ${fit(writeCount(account[key]), KIND_COLUMNS - 1, "right")}`;
      return isFault && account[key] > 0 ? paint("red", cell) : cell;
    });
    return `  ${fit(title, TITLE_COLUMNS)}${cells.join("")}`;
  });
  return [`${fit("Messages", TITLE_COLUMNS + 2)}${heads.join("")}`, ...rows];
}

function latencyLines(result: RunResult, paint: Painter): string[] {
  const measures = measuresOf(result);
  if (measures.length === 0) return [];
  const heads = ["p50", "p90", "p99", "p99.9", "max", "count"].map((head) => fit(head, VALUE_COLUMNS, "right"));
  const rows = measures.map(({ title, latency }) => {
    const { p50, p90, p99, p999, max } = latency;
    const cells = [p50, p90, p99, p999, max]
      .map((ms) => writeIfMeasured(ms, writeNumber))
      .concat(writeShortCount(latency.count));
    return `  ${fit(title, MEASURE_COLUMNS - 2)}${cells.map((cell) => fit(cell, VALUE_COLUMNS, "right")).join("")}`;
  });
  const warmUp = describeWarmUp(result);
  const notes = [...(warmUp === null ? [] : [warmUp]), ...(isOpenLoop(result) ? [OPEN_LOOP_NOTE] : [])];
  const noteLines = notes.flatMap((note) => wrap(note, 2)).map((line) => paint("dim", line));
  return [`${fit("Latency in ms", MEASURE_COLUMNS)}${heads.join("")}`, ...rows, ...noteLines];
}

/** A count in at most 8 columns: what does not fit is told in thousands or millions. */
function writeShortCount(count: number): string {
  if (count < 1_000_000) return writeCount(count);
  return count < 1e9 ? `${writeNumber(count / 1e6)} M` : `${writeNumber(count / 1e9)} G`;
}

function runLines(result: RunResult): string[] {
  const { errors, commandLine, startedAt, durationMs } = result;
  const kinds = Object.entries(errors).filter(([, count]) => count > 0);
  const lines = [
    ...(measuresJoins(result) ? joinLines(result) : loadLines(result)),
    titled("Errors", kinds.length > 0 ? kinds.map(([kind, count]) => `${kind} ${writeCount(count)}`) : ["none"]),
    titled("Tester", describeTester(result)),
    titled("Server", describeServer(result)),
    titled("Machine", describeMachine(result)),
    titled("Run", [`${startedAt.slice(0, 19).replace("T", " ")} UTC`, writeMs(durationMs)]),
    wrap(commandLine, TITLE_COLUMNS + 2),
  ];
  return lines.flat();
}

function loadLines({ throughput, clients }: RunResult): string[][] {
  return [
    titled("Throughput", [
      `sent ${writeNumber(throughput.sentPerSecond)}/s`,
      `received ${writeNumber(throughput.receivedPerSecond)}/s`,
    ]),
    titled("Clients", [
      `asked ${writeCount(clients.asked)}`,
      `joined ${writeCount(clients.joined)}`,
      `at once ${writeCount(clients.peak)} at most`,
    ]),
  ];
}

/** The lines of a run in which clients join and leave: it asks for no number of them, and sends nothing. */
function joinLines({ throughput, clients }: RunResult): string[][] {
  return [
    titled("Throughput", [`${writeNumber(throughput.joinsPerSecond)} joins/s`]),
    titled("Clients", [`${writeCount(clients.joined)} joined and left, those of the warm-up included`]),
  ];
}

function titled(title: string, parts: readonly string[]): string[] {
  return wrap(parts.join(", "), TITLE_COLUMNS + 2, fit(title, TITLE_COLUMNS + 2));
}

function thresholdLines({ thresholds }: RunResult, paint: Painter): string[] {
  const rows = thresholds.map(({ condition, outcome, actual, unit }) => {
    const words = fit(THRESHOLD_WORDS[outcome], THRESHOLD_COLUMNS);
    const mark = outcome === "kept" ? words : paint("red", words);
    const text = actual === null ? condition : `${condition} (it was ${writeWithUnit(actual, unit)})`;
    return wrap(text, THRESHOLD_COLUMNS + 2, `  ${mark}`).join("\n");
  });
  return rows.length > 0 ? ["Thresholds (--fail-if)", ...rows] : [];
}
