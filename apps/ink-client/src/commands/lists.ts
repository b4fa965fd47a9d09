import { findUsernameProblem, foldName, isSameName } from "@chat/protocol";
import { writeSettingValue } from "../settings/setting-text.ts";
import { describeSetting, SettingsSchema } from "../settings/settings.ts";
import type { Command, CommandContext } from "./command.ts";

export const ignore: Command = {
  name: "/ignore",
  argument: "[NAME]",
  summary: "Hide somebody, or stop",
  run: (argument, context) => {
    const { entry: name, isWanted } = readEntry(argument);
    const { target, ignoredCounts, settings } = context.store.state;
    const countOf = (ignored: string) => writeCount(ignoredCounts.get(foldName(ignored)) ?? 0);
    const people = settings.ignore.map((ignored) => `${ignored} (${countOf(ignored)} so far)`);
    const list = `You ignore ${people.join(", ") || "nobody"}.`;
    if (name === "") return context.note(list);
    if (isSameName(name, target.name)) return context.note("You can't ignore yourself.", "problem");
    const problem = findUsernameProblem(name);
    if (problem) return context.note(problem.text, "problem");
    change("ignore", name, isWanted, context, {
      added: `The messages of ${name} are counted, and not shown any more. /ignore ${name} shows them again.`,
      removed: `The messages of ${name} are shown again. Hidden until now: ${countOf(name)}.`,
      missing: `Nobody of the name ${name} is ignored. ${list}`,
    });
  },
};

export const highlight: Command = {
  name: "/highlight",
  argument: "[WORD]",
  summary: "Make a word count as a mention, or no longer",
  run: (argument, context) => {
    const { entry: word, isWanted } = readEntry(argument);
    const words = writeSettingValue(context.store.state.settings.highlight);
    if (word === "") return context.note(`Words that count as a mention, besides your name: ${words}.`);
    change("highlight", word, isWanted, context, {
      added: `"${word}" counts as a mention. /highlight ${word} undoes it.`,
      removed: `"${word}" does not count as a mention any more.`,
      missing: `"${word}" was no word that counts as a mention. These do, besides your name: ${words}.`,
    });
  },
};

function writeCount(messages: number): string {
  return messages === 1 ? "1 message" : `${messages} messages`;
}

/** Reads an entry, behind weechat's word for what to do with it if there is one: nobody means to ignore a user "add Bob". */
function readEntry(argument: string): { readonly entry: string; readonly isWanted: boolean | null } {
  const [, word, entry = argument] = /^(add|del|remove)\s+(.+)$/i.exec(argument) ?? [];
  if (word === undefined) return { entry: argument === "list" ? "" : argument, isWanted: null };
  return { entry, isWanted: word.toLowerCase() === "add" };
}

/** Adds an entry to a list, or removes it. `null` does what changes the list. */
function change(
  key: "ignore" | "highlight",
  entry: string,
  isWanted: boolean | null,
  { store, note, changeSettings }: CommandContext,
  notes: { readonly added: string; readonly removed: string; readonly missing: string },
): void {
  const list = store.state.settings[key];
  const others = list.filter((each) => !isSameName(each, entry));
  if (isWanted === false && others.length === list.length) return note(notes.missing, "problem");
  const isAdded = isWanted ?? others.length === list.length;
  const { data } = SettingsSchema.shape[key].safeParse(isAdded ? [...others, entry] : others);
  if (!data) return note(`The list takes ${describeSetting(key).allowed}.`, "problem");
  changeSettings({ [key]: data });
  note(isAdded ? notes.added : notes.removed);
}
