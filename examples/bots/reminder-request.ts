/** A request to be reminded. */
export interface ReminderRequest {
  readonly delayMs: number;
  /** The delay in words, as it was understood: `10 minutes`. */
  readonly delay: string;
  readonly task: string;
}

const SECOND_MS = 1_000;
const UNITS = [
  { pattern: /^s(ec(ond)?s?)?$/i, name: "second", ms: SECOND_MS },
  { pattern: /^m(in(ute)?s?)?$/i, name: "minute", ms: 60 * SECOND_MS },
  { pattern: /^h(ours?)?$/i, name: "hour", ms: 3_600 * SECOND_MS },
];

/** Longest delay: a bot that is stopped forgets, and nobody expects it to run for days. */
const MAX_DELAY_MS = 24 * 3_600 * SECOND_MS;

/** Longest task, in UTF-16 code units: the bot keeps it in memory. */
const MAX_TASK_LENGTH = 500;

/** Reads a request such as `in 10 minutes check the oven`. Returns a text for the sender when it can't be read or is too much. */
export function readReminderRequest(text: string): ReminderRequest | string {
  const [, digits = "", word = "", task = ""] = /^\s*in\s+(\d{1,6})\s*([a-z]+)\s+(\S.*)$/is.exec(text) ?? [];
  const unit = UNITS.find(({ pattern }) => pattern.test(word));
  if (!unit) return 'Write when and of what to remind you, such as "in 10 minutes check the oven" or "in 30 s tea".';
  const count = Number(digits);
  const delayMs = count * unit.ms;
  if (delayMs < SECOND_MS || delayMs > MAX_DELAY_MS)
    return "I can remind you in 1 second at the earliest, 24 hours at the latest.";
  if (task.length > MAX_TASK_LENGTH) return `That is too long for me: ${MAX_TASK_LENGTH} characters are the most.`;
  return { delayMs, delay: `${count} ${unit.name}${count === 1 ? "" : "s"}`, task: task.trim() };
}
