import { EVERYONE, foldName, isSameName, SERVER_NAME } from "@chat/protocol";
import { foldText } from "./folded-text.ts";
import { LINE_EDITS, type LineState, lineOf, replaceRange } from "./line-editor.ts";
import { findLocalCommand, type LocalCommand, MESSAGE_ARGUMENTS } from "./local-command.ts";
import { indexNames, MAX_TYPED_NAME_LENGTH } from "./name-index.ts";
import { isWhiteSpaceAt } from "./word-boundary.ts";

/** The words that can complete what is typed. */
export interface CompletionContext {
  /** People, most recent speaker first. */
  readonly names: readonly string[];
  /** Titles of the open conversations: `/query` goes there too. */
  readonly conversations: readonly string[];
  readonly localCommands: readonly LocalCommand[];
  readonly serverCommands: readonly { readonly name: string; readonly summary: string }[];
  /** Returns the names in a folder, those of folders with a slash behind. Missing where no file is to be completed. */
  readonly listFolder?: (folder: string) => readonly string[];
}

/** The words of a text that is neither a message nor a command. */
export const NOTHING_TO_COMPLETE: CompletionContext = {
  names: [],
  conversations: [],
  localCommands: [],
  serverCommands: [],
};

/** A word that completes what is typed. */
export interface Candidate {
  readonly label: string;
  readonly hint: string;
  readonly isServer: boolean;
  /** The text that replaces the word, trailing space included. */
  readonly text: string;
}

/** A completion that Tab goes through. */
export interface Completion {
  /** The line before the first Tab. */
  readonly original: LineState;
  /** The start of the replaced word, in code units. It ends at the cursor. */
  readonly start: number;
  readonly candidates: readonly Candidate[];
  /** Index of the candidate that stands in the line. */
  readonly selected: number;
}

/** The number of words that are tried as the beginning of one name: a user who typed more of it needs no completion. */
const MAX_WORDS_BACK = 4;

/**
 * Finds candidates for the word before the cursor. Behind an at sign at the start of a message, a name becomes an address
 * (`@Ada `); elsewhere it becomes a mention, which changes nothing about who reads the message. A name may take several words.
 *
 * @param step 1 to begin with the first candidate, -1 with the last
 */
export function startCompletion(line: LineState, context: CompletionContext, step: 1 | -1): Completion | null {
  const typed = line.text.slice(0, line.cursor);
  const { start, candidates } = findCandidates(typed, context);
  if (candidates.length === 0) return null;
  return { original: line, start, candidates, selected: step === 1 ? 0 : candidates.length - 1 };
}

export function stepCompletion(completion: Completion, step: 1 | -1): Completion {
  const count = completion.candidates.length;
  return { ...completion, selected: (completion.selected + step + count) % count };
}

export function completedLine({ original, start, candidates, selected }: Completion): LineState {
  const { text, cursor } = original;
  const replacement = candidates[selected]?.text ?? "";
  // A space that stands there already serves as the one behind the candidate.
  const isSpaced = replacement.endsWith(" ") && text.charAt(cursor) === " ";
  if (!isSpaced) return replaceRange(original, start, cursor, replacement);
  return LINE_EDITS.right(replaceRange(original, start, cursor, replacement.slice(0, -1)));
}

/** Returns the candidates for the first word while it is typed: commands behind a slash, names behind an at sign. */
export function suggestFirstWord({ text, cursor }: LineState, context: CompletionContext): readonly Candidate[] {
  if (text.startsWith("/")) return suggestCommands(text.slice(0, cursor), context);
  if (text.startsWith("@")) return suggestAddresses(text.slice(0, cursor), context);
  return [];
}

interface Choice {
  /** The start of the word, in code units. */
  readonly start: number;
  readonly candidates: readonly Candidate[];
}

function findCandidates(typed: string, context: CompletionContext): Choice {
  const candidates = suggestFirstWord(lineOf(typed), context);
  if (candidates.length > 0) return { start: 0, candidates };
  const command = /^\/\P{White_Space}*/u.exec(typed)?.[0];
  const local = command === undefined ? undefined : findLocalCommand(context.localCommands, command);
  if (local && /^\[?NAME/.test(local.argument)) return suggestConversations(typed, local, context);
  if (local?.argument === "FILE") return suggestFiles(typed, context);
  if (local) return suggestArguments(typed, local);
  return suggestMentions(typed, context);
}

function suggestCommands(typed: string, { localCommands, serverCommands }: CompletionContext): readonly Candidate[] {
  if (!typed.startsWith("/") || /\p{White_Space}/u.test(typed)) return [];
  const local = localCommands.map(({ name, argument, summary }) => {
    return { label: name, hint: summary, isServer: false, text: argument === "" ? name : `${name} ` };
  });
  const ours = new Set<string>(localCommands.map(({ name }) => name));
  const server = serverCommands
    .filter(({ name }) => !ours.has(name))
    .map(({ name, summary }) => ({ label: name, hint: summary, isServer: true, text: `${name} ` }));
  const beginning = typed.toLowerCase();
  return [...server, ...local].filter(({ label }) => label.toLowerCase().startsWith(beginning));
}

/** Suggests addresses for the first words of a message, from the at sign on. */
function suggestAddresses(typed: string, { names }: CompletionContext): readonly Candidate[] {
  const beginning = /^@(?!@)"?([^"]*)$/u.exec(typed)?.[1];
  if (beginning === undefined) return [];
  return findNames(indexNames(names), beginning).map((name) => plainCandidate(name, addressOf(name)));
}

/** A command with one argument or two, the last of which may be unfinished. */
const ARGUMENTS = /^(\P{White_Space}+\p{White_Space}+((\P{White_Space}+)\p{White_Space}+)?)(\P{White_Space}*)$/u;

function suggestArguments(typed: string, { firstWords = [], secondWords }: LocalCommand): Choice {
  const [, start = "", , first, beginning] = ARGUMENTS.exec(typed) ?? [];
  const words = first === undefined ? firstWords : (secondWords?.(first) ?? []);
  const found = beginning === undefined ? [] : words.filter((word) => word.startsWith(beginning.toLowerCase()));
  return { start: start.length, candidates: found.map((word) => plainCandidate(word, `${word} `)) };
}

/** Suggests conversations behind `/query`, and people behind other commands that take a name. The space behind a name ends it. */
function suggestConversations(typed: string, { argument }: LocalCommand, context: CompletionContext): Choice {
  const { names, conversations } = context;
  const [, command = "", beginning = ""] = /^(\/\P{White_Space}+\p{White_Space}+)@?"?(.*)$/su.exec(typed) ?? [];
  const isPerson = (title: string) => !isSameName(title, EVERYONE) && !isSameName(title, SERVER_NAME);
  const titles = argument === "NAME" ? conversations : conversations.filter(isPerson);
  const found = findNames(indexNames([...names, ...titles]), beginning);
  const write = argument === MESSAGE_ARGUMENTS.direct ? quoteName : (name: string) => name;
  return { start: command.length, candidates: found.map((name) => plainCandidate(name, `${write(name)} `)) };
}

/** Suggests the files and folders of a path behind a command; hidden ones only behind a dot. A slash goes into a folder. */
function suggestFiles(typed: string, { listFolder }: CompletionContext): Choice {
  const path = typed.replace(/^\P{White_Space}+\p{White_Space}+/u, "");
  if (path === "~") return { start: typed.length, candidates: [plainCandidate("/")] };
  const beginning = path.slice(path.lastIndexOf("/") + 1);
  const folder = path.slice(0, path.length - beginning.length);
  const isWanted = (name: string) => name.startsWith(beginning) && (!name.startsWith(".") || beginning !== "");
  const names = listFolder?.(folder).filter(isWanted) ?? [];
  return { start: typed.length - beginning.length, candidates: names.map((name) => plainCandidate(name)) };
}

/** Suggests names anywhere else, for the last words that together begin a name. */
function suggestMentions(typed: string, { names }: CompletionContext): Choice {
  const nameIndex = indexNames(names);
  for (const start of wordStarts(typed)) {
    const word = typed.slice(start);
    const sign = word.startsWith("@") ? "@" : "";
    const found = findNames(nameIndex, word.slice(sign.length));
    if (found.length === 0) continue;
    // As on IRC, a colon at the start shows whom the message is meant for. Everybody still reads it.
    const end = start === 0 && sign === "" ? ": " : " ";
    const write = start === 0 && sign !== "" ? addressOf : (name: string) => `${sign}${name}${end}`;
    return { start, candidates: found.map((name) => plainCandidate(name, write(name))) };
  }
  return { start: 0, candidates: [] };
}

/** Returns the starts of the last words, the farthest first. A line without a word has one at its start. */
function wordStarts(typed: string): readonly number[] {
  if (typed === "") return [0];
  const starts: number[] = [];
  const farthest = Math.max(0, typed.length - MAX_TYPED_NAME_LENGTH);
  for (let index = typed.length - 1; index >= farthest && starts.length < MAX_WORDS_BACK; index--) {
    const isFirst = index === 0 || isWhiteSpaceAt(typed, index - 1);
    if (isFirst && !isWhiteSpaceAt(typed, index)) starts.unshift(index);
  }
  return starts;
}

/** Finds names that begin with what was typed, those in its own spelling before those with other accents. */
function findNames(nameIndex: ReadonlyMap<string, string>, beginning: string): readonly string[] {
  if (beginning.length > MAX_TYPED_NAME_LENGTH) return [];
  const wanted = foldBeginning(beginning);
  const names = [...nameIndex];
  const exact = names.filter(([key]) => key.startsWith(wanted));
  const plain = foldText(wanted);
  const similar = names.filter(([key]) => !key.startsWith(wanted) && foldText(key).startsWith(plain));
  return [...exact, ...similar].map(([, name]) => name);
}

/** Keeps a space behind a word, after which the name goes on; `foldName` removes it, as around a whole name. */
function foldBeginning(beginning: string): string {
  const folded = foldName(beginning);
  return folded !== "" && isWhiteSpaceAt(beginning, beginning.length - 1) ? `${folded} ` : folded;
}

function plainCandidate(label: string, text = label): Candidate {
  return { label, hint: "", isServer: false, text };
}

/** Writes a name as the start of a message, so that it is read back whole even when nobody knows it any more. */
function addressOf(name: string): string {
  return `@${quoteName(name)} `;
}

function quoteName(name: string): string {
  return /\p{White_Space}/u.test(name) && !name.includes('"') ? `"${name}"` : name;
}
