import { EndpointName, foldName, isEndpoint, trimWhiteSpace } from "@chat/protocol";
import { adviseCommand } from "./command-advice.ts";
import { findLocalCommand, type LocalCommand, MESSAGE_ARGUMENTS } from "./local-command.ts";
import { indexNames, MAX_TYPED_NAME_LENGTH } from "./name-index.ts";
import { isWhiteSpaceAt } from "./word-boundary.ts";

/** The meaning of a line from the prompt. */
export type PromptLine =
  | { readonly kind: "empty" }
  /** For the current conversation. */
  | { readonly kind: "say"; readonly text: string }
  /** For one person, in the spelling of the known names if it is one of them. */
  | { readonly kind: "direct"; readonly to: string; readonly text: string }
  | { readonly kind: "endpoint"; readonly endpoint: `/${string}`; readonly text: string }
  | { readonly kind: "local"; readonly command: LocalCommand["name"]; readonly argument: string }
  /**
   * A line that can't be sent; `problem` is a sentence that says how to do it right. It quotes nothing from the line. With `isAdvice`
   * the server may know the command all the same.
   */
  | { readonly kind: "wrong"; readonly problem: string; readonly isAdvice?: true };

/** The words that a line is read with. */
export interface PromptWords {
  readonly names: Iterable<string>;
  readonly localCommands: readonly LocalCommand[];
  /** The commands that the server lists: they are never taken for mistyped ones. */
  readonly serverCommands: readonly string[];
}

/**
 * Reads a line from the prompt. Never throws, whatever was typed or pasted.
 *
 * Only the very first character makes a line a command or an address: a space before it keeps pasted text, such as code,
 * a text. White space at the end is dropped, as nobody sees it; at the start of a text it is kept.
 */
export function readPromptLine(line: string, words: PromptWords): PromptLine {
  const typed = trimEnd(line);
  if (typed === "") return { kind: "empty" };
  if (typed.startsWith("//") || typed.startsWith("@@")) return { kind: "say", text: typed.slice(1) };
  if (typed.startsWith("/")) return readCommand(typed, words);
  if (typed.startsWith("@")) return readAddressed(typed.slice(1), words.names);
  return { kind: "say", text: typed };
}

/** Returns the line that {@link readPromptLine} reads as a text for the current conversation, whatever the text begins with. */
export function writeSayLine(text: string): string {
  return /^[/@]/.test(text) ? text.charAt(0) + text : text;
}

function readCommand(typed: string, words: PromptWords): PromptLine {
  const [word, text] = splitAt(typed, endOfWord(typed));
  if (word === "/")
    return wrong("Type a command right behind the slash, like /help, or // to say a text that begins with one.");
  const local = findLocalCommand(words.localCommands, word);
  if (local) return readLocal(local, text, words.names);
  // An empty line from somebody would only puzzle everyone.
  if (word === EndpointName.Shout && text === "") return wrong("Type what to shout: /shout TEXT.");
  const advice = adviseCommand(word, words);
  if (advice !== null) return { kind: "wrong", problem: advice, isAdvice: true };
  return { kind: "endpoint", endpoint: `/${word.slice(1)}`, text };
}

function readLocal({ name, argument }: LocalCommand, text: string, knownNames: Iterable<string>): PromptLine {
  if (argument === "") return text === "" ? run(name, "") : wrong(`Nothing goes behind ${name}: type it alone.`);
  if (text === "") return argument.startsWith("[") ? run(name, "") : wrong(`Type ${name} ${argument}.`);
  switch (argument) {
    case MESSAGE_ARGUMENTS.direct:
      return readAddressed(text, knownNames);
    case MESSAGE_ARGUMENTS.endpoint:
      return readEndpoint(name, text);
    case "NAME":
    case "[NAME]":
      return readName(name, text, knownNames);
    default:
      return /^\[[a-z|]+\]$/.test(argument)
        ? readChoice(name, argument.slice(1, -1).split("|"), text)
        : run(name, text);
  }
}

function run(command: LocalCommand["name"], argument: string): PromptLine {
  return { kind: "local", command, argument };
}

function readChoice(name: LocalCommand["name"], choices: readonly string[], text: string): PromptLine {
  const word = text.toLowerCase();
  if (choices.includes(word)) return run(name, word);
  return wrong(`Type ${[name, ...choices.map((each) => `${name} ${each}`)].join(", or ")}.`);
}

/** Reads the rest of the line as a command of the server, with or without its slash. */
function readEndpoint(command: string, typed: string): PromptLine {
  const [word, text] = splitAt(typed, endOfWord(typed));
  const name = word.replace(/^\//, "");
  if (name === "") return wrong(`Type ${command} ${MESSAGE_ARGUMENTS.endpoint}.`);
  return { kind: "endpoint", endpoint: `/${name}`, text };
}

function readName(command: LocalCommand["name"], text: string, knownNames: Iterable<string>): PromptLine {
  // As it is typed before a message, it is understood here as well.
  const name = trimWhiteSpace(text.replace(/^@/, "").replace(/^"([^"]*)"$/, "$1"));
  if (name === "") return wrong(`Type ${command} NAME.`);
  const problem = findNameProblem(name);
  if (problem !== null) return wrong(problem);
  const nameIndex = indexNames(knownNames);
  const known = nameIndex.get(foldName(name));
  // In quotes, a name may begin like another one.
  if (known === undefined && !/^@?"/.test(text) && readKnownName(name, nameIndex)?.text) {
    return wrong(`Only a name goes behind ${command}. /msg NAME TEXT writes to somebody.`);
  }
  return run(command, known ?? name);
}

function readAddressed(typed: string, knownNames: Iterable<string>): PromptLine {
  const { name, text } = readAddress(typed, indexNames(knownNames));
  const problem = findNameProblem(name);
  if (problem !== null) return wrong(problem);
  // A name alone says nothing: whoever types it wants to talk to that person.
  return text === "" ? run("/query", name) : { kind: "direct", to: name, text };
}

interface Address {
  readonly name: string;
  readonly text: string;
}

function readAddress(typed: string, nameIndex: ReadonlyMap<string, string>): Address {
  const quotedEnd = typed.startsWith('"') ? typed.indexOf('"', 1) : -1;
  if (quotedEnd !== -1) {
    const name = trimWhiteSpace(typed.slice(1, quotedEnd));
    return { name: nameIndex.get(foldName(name)) ?? name, text: trimWhiteSpace(typed.slice(quotedEnd + 1)) };
  }
  const known = readKnownName(typed, nameIndex);
  if (known) return known;
  const [name, text] = splitAt(typed, endOfWord(typed));
  return { name, text };
}

/** Finds the longest known name that the text begins with: `Bob B` before `Bob`. */
function readKnownName(typed: string, nameIndex: ReadonlyMap<string, string>): Address | null {
  // `foldName` would look past it.
  if (isWhiteSpaceAt(typed, 0)) return null;
  let longest: Address | null = null;
  for (let end = 1; end <= Math.min(typed.length, MAX_TYPED_NAME_LENGTH); end++) {
    if (end < typed.length && !isWhiteSpaceAt(typed, end)) continue;
    const beginning = typed.slice(0, end);
    // Many put a colon or a comma behind the name of whom they talk to.
    const name = nameIndex.get(foldName(beginning)) ?? nameIndex.get(foldName(beginning.replace(/[:,]$/, "")));
    if (name !== undefined) longest = { name, text: trimWhiteSpace(typed.slice(end)) };
  }
  return longest;
}

function findNameProblem(name: string): string | null {
  if (name === "") return "Type a name right behind the @, like @Ada, or @@ to say a text that begins with one.";
  if (name.startsWith('"')) return 'Close the quotation mark behind the name, like @"Ada L" text.';
  if (isEndpoint(name)) return "No name begins with a slash. A command goes without the @.";
  return null;
}

function endOfWord(text: string): number {
  const end = text.search(/\p{White_Space}/u);
  return end === -1 ? text.length : end;
}

function splitAt(text: string, end: number): [word: string, rest: string] {
  return [text.slice(0, end), trimWhiteSpace(text.slice(end))];
}

function trimEnd(text: string): string {
  // Whatever stands before the text keeps `trimWhiteSpace` from its start.
  return trimWhiteSpace(`.${text}`).slice(1);
}

function wrong(problem: string): PromptLine {
  return { kind: "wrong", problem };
}
