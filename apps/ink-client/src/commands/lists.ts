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
    const countOf = (ignored: string) => ignoredCounts.get(foldName(ignored)) ?? 0;
    if (name === "") {
      const people = settings.ignore.map((ignored) => `${ignored} (${countOf(ignored)} messages so far)`);
      return context.note(`You ignore ${people.join(", ") || "nobody"}.`);
    }
    if (isSameName(name, target.name)) return context.note("You can't ignore yourself.", "problem");
    const problem = findUsernameProblem(name);
    if (problem) return context.note(problem.text, "problem");
    change("ignore", name, isWanted, context, {
      added: `The messages of ${name} are counted, and not shown any more. /ignore ${name} shows them again.`,
      removed: `The messages of ${name} are shown again. ${countOf(name)} were not.`,
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
    });
  },
};

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
  notes: { readonly added: string; readonly removed: string },
): void {
  const list = store.state.settings[key];
  const others = list.filter((each) => !isSameName(each, entry));
  const isAdded = isWanted ?? others.length === list.length;
  const { data } = SettingsSchema.shape[key].safeParse(isAdded ? [...others, entry] : others);
  if (!data) return note(`The list takes ${describeSetting(key).allowed}.`, "problem");
  changeSettings({ [key]: data });
  note(isAdded ? notes.added : notes.removed);
}
