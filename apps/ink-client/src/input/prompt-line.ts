import { EndpointName, foldName, isEndpoint, trimWhiteSpace } from "@chat/protocol";
import { adviseCommand } from "./command-advice.ts";
import { findLocalCommand, type LocalCommand, type LocalCommandName } from "./local-commands.ts";
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
  | { readonly kind: "local"; readonly command: LocalCommandName; readonly argument: string }
  /** A line that can't be sent; `problem` is a sentence that says how to do it right. It quotes nothing from the line. */
  | { readonly kind: "wrong"; readonly problem: string };

/**
 * Reads a line from the prompt. Never throws, whatever was typed or pasted.
 *
 * Only the very first character makes a line a command or an address: a space before it keeps pasted text, such as code,
 * a text. White space at the end is dropped, as nobody sees it; at the start of a text it is kept.
 *
 * @param serverCommands the commands that the server lists: they are never taken for mistyped ones
 */
export function readPromptLine(
  line: string,
  knownNames: Iterable<string>,
  serverCommands: readonly string[] = [],
): PromptLine {
  const typed = trimEnd(line);
  if (typed === "") return { kind: "empty" };
  if (typed.startsWith("//") || typed.startsWith("@@")) return { kind: "say", text: typed.slice(1) };
  if (typed.startsWith("/")) return readCommand(typed, knownNames, serverCommands);
  if (typed.startsWith("@")) return readAddressed(typed.slice(1), knownNames);
  return { kind: "say", text: typed };
}

/** Returns the line that {@link readPromptLine} reads as a text for the current conversation, whatever the text begins with. */
export function writeSayLine(text: string): string {
  return /^[/@]/.test(text) ? text.charAt(0) + text : text;
}

function readCommand(typed: string, knownNames: Iterable<string>, serverCommands: readonly string[]): PromptLine {
  const [word, text] = splitAt(typed, endOfWord(typed));
  if (word === "/")
    return wrong("Type a command right behind the slash, like /help, or // to say a text that begins with one.");
  const local = findLocalCommand(word);
  if (local?.name === "/query") return readQuery(text, knownNames);
  if (local?.name === "/msg") return text === "" ? wrong("Type /msg NAME TEXT.") : readAddressed(text, knownNames);
  if (local?.name === "/ask") return readAsk(text);
  if (local) return readLocal(local.name, local.argument, text);
  // An empty line from somebody would only puzzle everyone.
  if (word === EndpointName.Shout && text === "") return wrong("Type what to shout: /shout TEXT.");
  const advice = adviseCommand(word, serverCommands);
  return advice === null ? { kind: "endpoint", endpoint: `/${word.slice(1)}`, text } : wrong(advice);
}

/** Reads the rest of the line as a command of the server, with or without its slash. */
function readAsk(typed: string): PromptLine {
  const [word, text] = splitAt(typed, endOfWord(typed));
  const name = word.replace(/^\//, "");
  return name === "" ? wrong("Type /ask COMMAND TEXT.") : { kind: "endpoint", endpoint: `/${name}`, text };
}

function readLocal(name: LocalCommandName, argument: LocalCommand["argument"], text: string): PromptLine {
  const optional = /^\[(.*)\]$/.exec(argument)?.[1]?.split("|");
  if (optional) {
    const word = text.toLowerCase();
    return word === "" || optional.includes(word)
      ? { kind: "local", command: name, argument: word }
      : wrong(`Type ${[name, ...optional.map((each) => `${name} ${each}`)].join(", or ")}.`);
  }
  if (argument === "" && text !== "") return wrong(`Nothing goes behind ${name}: type it alone.`);
  if (argument !== "" && text === "") return wrong(`Type ${name} ${argument}.`);
  return { kind: "local", command: name, argument: text };
}

/** Reads the rest of the line as a name, known or not. */
function readQuery(text: string, knownNames: Iterable<string>): PromptLine {
  // As it is typed before a message, it is understood here as well.
  const name = trimWhiteSpace(text.replace(/^@/, "").replace(/^"([^"]*)"$/, "$1"));
  if (name === "") return wrong("Type /query NAME.");
  const problem = findNameProblem(name);
  if (problem !== null) return wrong(problem);
  const nameIndex = indexNames(knownNames);
  const known = nameIndex.get(foldName(name));
  // In quotes, a name may begin like another one.
  if (known === undefined && !/^@?"/.test(text) && readKnownName(name, nameIndex)?.text) {
    return wrong("Only a name goes behind /query. /msg NAME TEXT writes to somebody.");
  }
  return { kind: "local", command: "/query", argument: known ?? name };
}

/** Reads what follows the at sign. */
function readAddressed(typed: string, knownNames: Iterable<string>): PromptLine {
  const { name, text } = readAddress(typed, indexNames(knownNames));
  const problem = findNameProblem(name);
  if (problem !== null) return wrong(problem);
  // A name alone says nothing: whoever types it wants to talk to that person.
  return text === "" ? { kind: "local", command: "/query", argument: name } : { kind: "direct", to: name, text };
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
