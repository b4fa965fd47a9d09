import { readBytes } from "./bytes-text.ts";
import type { Journal, JournalProblem } from "./journal.ts";
import { JOURNAL_VERSION, type JournalEvent, type JournalStart } from "./journal-event.ts";

/** The file is no journal, or one of a later version. The message is a sentence for people. */
export class JournalError extends Error {
  override readonly name = "JournalError";
}

/**
 * Reads a journal from its lines, without their line ends. A line that can't be read is left out and becomes one of its problems.
 *
 * @throws {JournalError} when the first line is not that of a journal, or has a later version.
 */
export function readJournal(lines: Iterable<string>): Journal {
  let start: JournalStart | null = null;
  const events: JournalEvent[] = [];
  const problems: JournalProblem[] = [];
  let number = 0;
  for (const line of lines) {
    number += 1;
    if (line.trim() === "") continue;
    const value = parseObject(line);
    if (!start) {
      start = readStart(value);
      continue;
    }
    const event = value && readEvent(value);
    if (event) events.push(event);
    else
      problems.push({
        line: number,
        text: value ? "It is no event of a journal." : "It is cut, or is no JSON object.",
      });
  }
  if (!start) throw new JournalError("The file is empty: it is no journal.");
  return { start, events: events.sort((a, b) => a.t - b.t), problems };
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}

function readStart(fields: Fields | null): JournalStart {
  if (typeof fields?.journal !== "number") throw new JournalError("The first line is not that of a journal.");
  if (fields.journal !== JOURNAL_VERSION) {
    throw new JournalError(`The journal has version ${fields.journal}, and this program reads ${JOURNAL_VERSION}.`);
  }
  const start = pick(fields, { connection: isAmount, address: isText, startedAt: isTime, masked: isFlag });
  if (!start || !(fields.name === null || isText(fields.name))) {
    throw new JournalError("The first line of the journal lacks a member, or has one of another kind.");
  }
  const from = pick((fields.from ?? {}) as Fields, { client: isAmount, server: isAmount });
  return { journal: JOURNAL_VERSION, name: fields.name, ...start, ...(from && { from }) } as JournalStart;
}

type Check = (value: unknown) => boolean;

const isAmount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isTime: Check = (value) => typeof value === "string" && !Number.isNaN(Date.parse(value));
const isSide: Check = (value) => value === "client" || value === "server";
const isEnder: Check = (value) => isSide(value) || value === "network";
const isSpan: Check = (value) => pick((value ?? {}) as Fields, SPAN) !== null;

const SPAN = { offset: isAmount, length: isAmount };

/** The members of each event, besides its time. */
const EVENTS: Readonly<Record<JournalEvent["event"], Readonly<Record<string, Check>>>> = {
  opened: {},
  bytes: { from: isSide, offset: isAmount },
  named: { ...SPAN, name: isText, framed: isFlag },
  frame: { ...SPAN, from: isSide, sender: isText, to: isText, masked: (value) => value === undefined || isSpan(value) },
  rejected: { ...SPAN, from: isSide, code: isText, reason: isText, fatal: isFlag },
  refused: { reason: isText, offset: (value) => value === undefined || isAmount(value) },
  ended: { by: isSide },
  closed: { by: isEnder, reason: isText },
  stopped: { reason: isText },
};

function readEvent(fields: Fields): JournalEvent | null {
  const { event, t } = fields;
  if (typeof event !== "string" || !Object.hasOwn(EVENTS, event) || typeof t !== "number" || t < 0) return null;
  const members = pick(fields, EVENTS[event as JournalEvent["event"]]);
  if (!members) return null;
  if (event !== "bytes") return { t, event, ...members } as unknown as JournalEvent;
  const bytes = readBytes(fields);
  return bytes && ({ t, event, ...members, bytes } as unknown as JournalEvent);
}

/** Returns the members that are checked; `null` when one of them is wrong. Others are left out: a later version may add some. */
function pick(fields: Fields, checks: Readonly<Record<string, Check>>): Fields | null {
  const names = Object.keys(checks);
  if (names.some((name) => !checks[name]?.(fields[name]))) return null;
  return Object.fromEntries(names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}
