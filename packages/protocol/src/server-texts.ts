import { asciiJsonBytes, isPlainAscii } from "./ascii-json.ts";
import { EndpointName } from "./endpoints.ts";
import { MAX_QUOTED_BYTES } from "./limits.ts";
import { getStandardJson } from "./message.ts";
import type { Rejection } from "./rejection.ts";

/** Names of users, as far as they fitted into a text. */
export interface NameList {
  /** The number of all users, named or not. */
  readonly count: number;
  /** The names that fitted, in the order of the text. */
  readonly names: readonly string[];
  /** True when `names` are all of them. */
  readonly complete: boolean;
}

/** The names to list, their true number, and the room for the text, in bytes on the wire. */
export interface NamesToTell {
  /** The names, in the order in which they are listed. Only as many are read as fit. */
  readonly names: Iterable<string>;
  /** The number of all names. */
  readonly count: number;
  /** The room for the text, in bytes on the wire. */
  readonly maxTextBytes: number;
}

/** One text of the server: how it is written, and how a client reads it back. */
export interface ServerText<Arguments extends unknown[], Value> {
  /** Makes the text. */
  write(...args: Arguments): string;
  /** Reads the text, or returns `null` when it is another one. It understands the original server's wording, too. */
  read(text: string): Value | null;
}

const ERROR = "⛔ Error: ";
const FAILURE = "❌ Error: ";
const PARTIAL = " (partial: some servers can't be reached)";
const FIRST_USER = "You are the first connected user.";
const ONLY_USER = "You are the only active user!";
const HELP_START = "Available commands: \n ";
const HELP_END = " \n Note: Write them when asking 'to:' to receive the correct response!";
const STANDARD_START = "JSON STD: \n ";
const USERNAME_TAKEN = `${ERROR}Username already in use! Try with another name.`;
const SHUTTING_DOWN = "Server is shutting down";
const REMOVED = "removed by an operator";

const NO_NAMES: NameList = { count: 0, names: [], complete: true };

/** Greets a user who has joined, and names the others [C-33]. */
const welcome: ServerText<[name: string, others: NamesToTell], { name: string; others: NameList }> = {
  write(name, others) {
    const start =
      `Welcome ${name}! Connection established.\n` +
      `Send message to ${EndpointName.Help} for a list of available commands!\n`;
    if (others.count === 0) return start + FIRST_USER;
    return writeNames(`${start}Online users: `, others, "");
  },
  read(text) {
    const match =
      /^Welcome (.*)! Connection established\.\n[^\n]*\n(?:You are the first [^\n]*|Online users: (.*))$/s.exec(text);
    if (!match) return null;
    const [, name = "", names] = match;
    return { name, others: names === undefined ? NO_NAMES : readNames(names) };
  },
};

/** Refuses a name that somebody online has [C-34]. */
const usernameTaken: ServerText<[], true> = {
  write: () => USERNAME_TAKEN,
  read: (text) => /^⛔ Error: Username already in(?: use)?!/.test(text) || null,
};

/** Refuses names while their uniqueness can't be checked [C-34]. */
const namesUnavailable: ServerText<[], true> = {
  write: () => `${ERROR}The server can't check names right now. Try again later.`,
  read: (text) => text.startsWith(`${ERROR}The server can't check names`) || null,
};

/** Refuses a connection past the number that the server takes [C-34]. */
const serverFull: ServerText<[limit: string], true> = {
  write: (limit) => `${ERROR}Server full: ${limit}. Try again later.`,
  read: (text) => text.startsWith(`${ERROR}Server full`) || null,
};

/** Refuses or rejects for the reason given, in the form of every other text about a mistake of the peer [C-14]. */
const error: ServerText<[reason: string], string> = {
  write: (reason) => ERROR + reason,
  read: (text) => (text.startsWith(ERROR) ? text.slice(ERROR.length) : null),
};

/** Answers bytes of the stream that are not a message [C-14]. */
const rejected: ServerText<[rejection: Pick<Rejection, "offset" | "reason">], { offset: number; reason: string }> = {
  write: ({ offset, reason }) => `${ERROR}At byte ${offset}, ${reason}`,
  read(text) {
    const match = /^⛔ Error: At byte (\d+), (.*)$/s.exec(text);
    return match && { offset: Number(match[1]), reason: match[2] ?? "" };
  },
};

/** Answers a message that claims to come from somebody else [C-50]. */
const forgedSender: ServerText<[ownName: string, claimedName: string], true> = {
  write: (own, claimed) =>
    `${ERROR}You are '${own}', so a message from '${cutToBytes(claimed)}' was not delivered. Put your own name into "from".`,
  read: (text) => /^⛔ Error: You are '.*' was not delivered\. Put your own/s.test(text) || null,
};

/** Answers `/list` [C-62]. */
const userList: ServerText<[others: NamesToTell, isPartial: boolean], NameList> = {
  write(others, isPartial) {
    const end = isPartial ? PARTIAL : "";
    if (others.count === 0) return ONLY_USER + end;
    return writeNames(`Online users (${others.count}): `, others, end);
  },
  read(text) {
    const isPartial = text.endsWith(PARTIAL);
    const body = isPartial ? text.slice(0, -PARTIAL.length) : text;
    if (/^Your? are the only active user!$/.test(body)) return { ...NO_NAMES, complete: !isPartial };
    const match = /^Online users \((\d+)\): (.*)$/s.exec(body);
    if (!match) return null;
    const list = readNames(match[2] ?? "");
    return { count: Number(match[1]), names: list.names, complete: list.complete && !isPartial };
  },
};

/** Answers `/time` with the server's local time, which is what is read back: `HH:MM:SS` [C-64]. */
const time: ServerText<[now: Date], string> = {
  write: (now) => `Server time: ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(twoDigits).join(":")}`,
  read: (text) => /^Server time: (\d\d:\d\d:\d\d)$/.exec(text)?.[1] ?? null,
};

/** Receipt to a shouter: the number of users who were written to [C-63]. */
const shoutReceipt: ServerText<[count: number], number> = {
  write: (count) => `Message sent to ${count} users`,
  read(text) {
    const count = /^Message sent to (\d+) users$/.exec(text)?.[1];
    return count === undefined ? null : Number(count);
  },
};

/** Answers `/help` with the endpoints there are, as many as fit into the room, which is in bytes on the wire [C-65]. */
const help: ServerText<[endpoints: readonly string[], maxTextBytes: number], readonly string[]> = {
  write: (endpoints, maxTextBytes) =>
    writeNames(HELP_START, { names: endpoints, count: endpoints.length, maxTextBytes }, HELP_END),
  read: (text) =>
    text.startsWith(HELP_START) && text.endsWith(HELP_END)
      ? readNames(text.slice(HELP_START.length, -HELP_END.length)).names
      : null,
};

/** Answers `/standard` with the structure of a message [C-66]. */
const standard: ServerText<[], string> = {
  write: () => STANDARD_START + getStandardJson(),
  read: (text) => (text.startsWith(STANDARD_START) ? text.slice(STANDARD_START.length) : null),
};

/** Answers a message to a user who is not online; what is read back is the receiver, cut when it was long [C-60]. */
const userNotFound: ServerText<[to: string], string> = {
  write: (to) => `${FAILURE}User '${cutToBytes(to)}' not found.`,
  read: (text) =>
    (/^❌ Error: User '(.*)' not found\.$/s.exec(text) ??
      /^❌ Errore: Utente '(.*)' non trovato\.$/s.exec(text))?.[1] ?? null,
};

/** Answers a message to an endpoint that does not exist [C-67]. */
const unknownCommand: ServerText<[to: string], string> = {
  write: (to) => `${FAILURE}Unknown command '${cutToBytes(to)}'. Send a message to ${EndpointName.Help} for the list.`,
  read: (text) => /^❌ Error: Unknown command '(.*)'\. Send a message/s.exec(text)?.[1] ?? null,
};

/** Answers a request whose endpoint threw or took too long [C-68]. */
const endpointFailed: ServerText<[endpoint: string, reason: string], { endpoint: string; reason: string }> = {
  write: (endpoint, reason) => `${FAILURE}'${cutToBytes(endpoint)}' ${reason}. Try again later.`,
  read(text) {
    const match = /^❌ Error: '(\/[^']*)' (.*)\. Try again later\.$/s.exec(text);
    return match && { endpoint: match[1] ?? "", reason: match[2] ?? "" };
  },
};

/** Answers a direct message whose receiver's queue has no room for it [C-71]. */
const receiverBusy: ServerText<[name: string], string> = {
  write: (name) => `${FAILURE}'${name}' can't take more messages right now. Try again later.`,
  read: (text) => /^❌ Error: '(.*)' can't take more messages right now\. Try again later\.$/s.exec(text)?.[1] ?? null,
};

/** Answers a message or a request that the server's policy forbids; what is read back of the receiver is cut when it was long [C-75]. */
const messageRefused: ServerText<[to: string, reason: string], { to: string; reason: string }> = {
  write: (to, reason) => `${FAILURE}Message to '${cutToBytes(to)}' refused: ${reason}.`,
  read(text) {
    const match = /^❌ Error: Message to '(.*?)' refused: (.*)\.$/s.exec(text);
    return match && { to: match[1] ?? "", reason: match[2] ?? "" };
  },
};

/** Notice: direct messages to a user who went may not have arrived [C-72]. */
const mayNotHaveArrived: ServerText<[count: number, name: string], { count: number; name: string }> = {
  write: (count, name) => `${FAILURE}${count} of your messages to '${name}' may not have arrived.`,
  read(text) {
    const match = /^❌ Error: (\d+) of your messages to '(.*)' may not have arrived\.$/s.exec(text);
    return match && { count: Number(match[1]), name: match[2] ?? "" };
  },
};

/** Notice: the last words to a connection that the server closes [C-73]. */
const disconnected: ServerText<[reason: string], string> = {
  write: (reason) => `${ERROR}You were disconnected: ${reason}.`,
  read: (text) => /^⛔ Error: You were disconnected: (.*)\.$/s.exec(text)?.[1] ?? null,
};

/**
 * Notice: the last words to a user whom an operator removes. The client does not come back by itself [C-76].
 *
 * What is read back is the operator's reason, an empty text when none was given.
 */
const removedByOperator: ServerText<[reason?: string], string> = {
  write: (reason = "") => disconnected.write(reason === "" ? REMOVED : `${REMOVED}: ${reason}`),
  read(text) {
    const match = /^⛔ Error: You were disconnected: removed by an operator(?:: (.*))?\.$/s.exec(text);
    return match && (match[1] ?? "");
  },
};

/** Notice: the server stops [C-73]. */
const shuttingDown: ServerText<[], true> = {
  write: () => SHUTTING_DOWN,
  read: (text) => text === SHUTTING_DOWN || null,
};

/** Any other notice, which answers nothing and may come at any time [C-73]. */
const notice: ServerText<[text: string], string> = {
  write: (text) => `Notice: ${text}`,
  read: (text) => (text.startsWith("Notice: ") ? text.slice("Notice: ".length) : null),
};

/**
 * Every text that the server says, with the parser that reads it back. From the special to the general: the first
 * one that reads a text is the one that it is.
 */
export const serverTexts = {
  welcome,
  userList,
  time,
  shoutReceipt,
  help,
  standard,
  userNotFound,
  unknownCommand,
  receiverBusy,
  messageRefused,
  mayNotHaveArrived,
  endpointFailed,
  usernameTaken,
  namesUnavailable,
  serverFull,
  removedByOperator,
  disconnected,
  shuttingDown,
  notice,
  forgedSender,
  rejected,
  error,
} as const;

/** Name of a text in {@link serverTexts}. */
export type ServerTextKind = keyof typeof serverTexts;

/** Reading of a server's text: its kind, and the value that its `read` returns. */
export type ServerTextReading = {
  [Kind in ServerTextKind]: { kind: Kind; value: NonNullable<ReturnType<(typeof serverTexts)[Kind]["read"]>> };
}[ServerTextKind];

/** Finds out which text of the server this is; `null` for one that the contract does not know, such as a custom endpoint's. */
export function readServerText(text: string): ServerTextReading | null {
  for (const kind of Object.keys(serverTexts) as ServerTextKind[]) {
    const value = serverTexts[kind].read(text);
    if (value !== null) return { kind, value } as ServerTextReading;
  }
  return null;
}

/**
 * Cuts a text to a number of bytes of UTF-8 without cutting a character, and marks the cut with `…` [C-60].
 *
 * @param maxBytes default MAX_QUOTED_BYTES (64); the mark comes on top
 */
export function cutToBytes(text: string, maxBytes: number = MAX_QUOTED_BYTES): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return read === text.length ? text : `${text.slice(0, read)}…`;
}

function writeNames(start: string, { names, count, maxTextBytes }: NamesToTell, end: string): string {
  const room = maxTextBytes - asciiJsonBytes(start) - asciiJsonBytes(end);
  const candidates = takeCandidates(names, room);
  const text = candidates.join(", ");
  // Every join has some dozens of names to measure, so all are looked at in one go: most often a character is a byte.
  const bytesOf = isPlainAscii(text) ? (name: string) => name.length : asciiJsonBytes;
  if (candidates.length === count && bytesOf(text) <= room) return start + text + end;
  const roomForCut = asciiJsonBytes(moreUsers(count));
  let fitting = text;
  let fittingNames = candidates.length;
  let bytes = bytesOf(text);
  while (fittingNames > 0 && bytes + roomForCut > room) {
    fittingNames -= 1;
    const dropped = `${fittingNames > 0 ? ", " : ""}${candidates[fittingNames]}`;
    fitting = fitting.slice(0, -dropped.length);
    bytes -= bytesOf(dropped);
  }
  return start + fitting + moreUsers(count - fittingNames) + end;
}

/** Takes as many names as could fit: none is shorter on the wire than it is long. */
function takeCandidates(names: Iterable<string>, room: number): string[] {
  const candidates: string[] = [];
  let length = 0;
  for (const name of names) {
    length += name.length + (candidates.length > 0 ? 2 : 0);
    if (length > room) break;
    candidates.push(name);
  }
  return candidates;
}

function moreUsers(count: number): string {
  return ` … and ${count} more`;
}

function readNames(text: string): NameList {
  const match = /^(.*?) … and (\d+) more$/s.exec(text);
  const names = (match?.[1] ?? text).split(", ").filter((name) => name !== "");
  return { count: names.length + Number(match?.[2] ?? 0), names, complete: !match };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
