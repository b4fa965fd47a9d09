import { EndpointName, findUsernameProblem, foldName, GUEST, SERVER_NAME, trimWhiteSpace } from "@chat/protocol";

/** A usual mistake in the receiver of a message. */
export interface ReceiverMistake {
  /** Its name, as the log has it. */
  readonly mistake: string;
  /** The right way, in a sentence that ends in a full stop. */
  readonly remedy: string;
}

/** The mistake in the receiver of a message, of which a user gets a notice once a minute, and the right form. */
export interface ReceiverAdvice extends ReceiverMistake {
  /** Receiver and text of a message that shows the right form. */
  readonly to: string;
  readonly msg: string;
}

/** The users and commands that there are to write to. */
export interface KnownReceivers {
  /** Returns whether there is an endpoint of this name, slash included. */
  hasEndpoint(name: string): boolean;
  /** Returns whether a user of this name is online. */
  isOnline(name: string): boolean;
}

/** Finds out what the sender of a message to nobody most likely means; `null` when it may be any name. */
export function adviseReceiver(to: string, known: KnownReceivers): ReceiverAdvice | null {
  if (to.length > MAX_ADVISED_LENGTH) return null;
  const receiver = trimWhiteSpace(to);
  return receiver.startsWith("/") ? adviseCommand(receiver, known) : adviseName(receiver, known);
}

function adviseCommand(receiver: string, known: KnownReceivers): ReceiverAdvice | null {
  if (known.hasEndpoint(receiver)) return { ...SPACE_AROUND, to: receiver, msg: textFor(receiver) };
  const [word, text] = splitWord(receiver);
  const command = word.toLowerCase();
  if (known.hasEndpoint(command)) {
    if (text === "") return { ...CAPITALS, to: command, msg: textFor(command) };
    return { ...TEXT_IN_TO, to: command, msg: isRepeatable(text) ? text : textFor(command) };
  }
  // "/Bob", and "/msg Bob hello".
  const name = bareName(receiver.slice(1));
  return known.isOnline(name) ? { ...SLASH_BEFORE_NAME, to: name, msg: HELLO } : adviseText(text, known);
}

function adviseName(receiver: string, known: KnownReceivers): ReceiverAdvice | null {
  const folded = foldName(receiver);
  if (ALL_USERS.has(folded) || receiver.startsWith("#")) return { ...EVERYONE, to: EndpointName.Shout, msg: HELLO };
  if (folded === SERVER_KEY) return { ...SERVER, to: EndpointName.Help, msg: "" };
  if (folded === GUEST_KEY) return { ...NOBODY, to: EndpointName.List, msg: "" };
  const command = `/${folded.replace(/^[\\!.]/, "")}`;
  if (known.hasEndpoint(command)) return { ...NO_SLASH, to: command, msg: textFor(command) };
  const names = receiver.split(/[,;]/).map(bareName).filter(Boolean);
  if (names.length > 1) return { ...SEVERAL, to: exampleName(names[0]), msg: HELLO };
  const advice = adviseText(receiver, known);
  if (advice) return advice;
  if (receiver.startsWith("@")) return { ...AT_SIGN, to: exampleName(bareName(receiver)), msg: HELLO };
  const isQuoted = AROUND_NAMES.has(receiver.charAt(0)) && AROUND_NAMES.has(receiver.charAt(receiver.length - 1));
  return isQuoted ? { ...QUOTES, to: exampleName(bareName(receiver)), msg: HELLO } : null;
}

/** Advises on "Bob hello" and "Bob: hello": the name of somebody who is online, with a text behind it. */
function adviseText(receiver: string, known: KnownReceivers): ReceiverAdvice | null {
  const [word, text] = splitWord(receiver);
  const name = bareName(word.replace(/:$/, ""));
  if (text === "" || !known.isOnline(name)) return null;
  return { ...TEXT_IN_TO, to: name, msg: isRepeatable(text) ? text : HELLO };
}

const EVERYONE: ReceiverMistake = {
  mistake: "everyone",
  remedy: '"to" takes one user. To write to everyone, send your message to "/shout".',
};

const AT_SIGN: ReceiverMistake = {
  mistake: "at-sign",
  remedy: 'Write the name without "@".',
};

const NO_SLASH: ReceiverMistake = {
  mistake: "no-slash",
  remedy: 'A command begins with "/".',
};

const SPACE_AROUND: ReceiverMistake = {
  mistake: "space-around",
  remedy: 'There is white space beside the command in "to". Send the command alone.',
};

const TEXT_IN_TO: ReceiverMistake = {
  mistake: "text-in-to",
  remedy: '"to" takes the receiver alone. The text goes into "msg".',
};

const CAPITALS: ReceiverMistake = {
  mistake: "capitals",
  remedy: "Write commands in small letters.",
};

const SLASH_BEFORE_NAME: ReceiverMistake = {
  mistake: "slash-before-name",
  remedy: 'Write the name of a user without "/": only commands begin with it.',
};

const SEVERAL: ReceiverMistake = {
  mistake: "several-names",
  remedy: 'Send one message to each user: "to" takes one name. To write to everyone, send your message to "/shout".',
};

const QUOTES: ReceiverMistake = {
  mistake: "quotes",
  remedy: "Write the name without quotes or brackets around it.",
};

const SERVER: ReceiverMistake = {
  mistake: "server",
  remedy: 'Nobody reads what you send to "SERVER". Send commands instead.',
};

const NOBODY: ReceiverMistake = {
  mistake: "guest",
  remedy: 'Nobody has the name "Guest". Send a message to "/list" to see who is online.',
};

/** Every mistake in a receiver that is recognised: a program that shows the log can put words in the place of a name. */
export const RECEIVER_MISTAKES: readonly ReceiverMistake[] = [
  ...[EVERYONE, AT_SIGN, NO_SLASH, SPACE_AROUND, TEXT_IN_TO, CAPITALS],
  ...[SLASH_BEFORE_NAME, SEVERAL, QUOTES, SERVER, NOBODY],
];

/** Longest receiver that is looked at, in UTF-16 code units: people's mistakes are far shorter. */
const MAX_ADVISED_LENGTH = 128;

/** Receivers that stand for all users in other chats, in the form of {@link foldName}. */
const ALL_USERS: ReadonlySet<string> = new Set([
  "",
  "*",
  "all",
  "broadcast",
  "channel",
  "chat",
  "everybody",
  "everyone",
  "general",
  "group",
  "here",
  "lobby",
  "public",
  "room",
  "todos",
  "tous",
  "tutti",
  "@all",
  "@channel",
  "@everyone",
  "@here",
]);

const SERVER_KEY = foldName(SERVER_NAME);
const GUEST_KEY = foldName(GUEST);

/** Characters that stand around a name in other programs, and not in the protocol. */
const AROUND_NAMES: ReadonlySet<string> = new Set("@\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb<>()[]{}");

const HELLO = "hello";

/** Returns a text for a command in an example: only a shout needs one. */
function textFor(command: string): string {
  return command === EndpointName.Shout ? HELLO : "";
}

/** Returns a name without the characters that others write around it. */
function bareName(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && AROUND_NAMES.has(text.charAt(start))) start += 1;
  while (end > start && AROUND_NAMES.has(text.charAt(end - 1))) end -= 1;
  return trimWhiteSpace(text.slice(start, end));
}

/** Returns the name for an example, or another one where it is none. */
function exampleName(name = ""): string {
  return findUsernameProblem(name) ? "Bob" : name;
}

/** Splits off the first word. */
function splitWord(text: string): [word: string, rest: string] {
  const end = text.search(/\s/);
  return end === -1 ? [text, ""] : [text.slice(0, end), trimWhiteSpace(text.slice(end))];
}

/** Checks whether a text is short enough to be repeated in an example, and stays as it is on the wire. */
function isRepeatable(text: string): boolean {
  return /^[ -~]{1,40}$/.test(text);
}
