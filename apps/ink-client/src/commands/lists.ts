import { findUsernameProblem, foldName, isSameName } from "@chat/protocol";
import { writeSettingValue } from "../settings/setting-text.ts";
import { describeSetting, SettingsSchema } from "../settings/settings.ts";
import type { Command, CommandContext } from "./command.ts";

export const ignore: Command = {
  name: "/ignore",
  argument: "[NAME]",
  summary: "Hide the messages of somebody, or show them again",
  run: (name, context) => {
    const { target, ignoredCounts, settings } = context.store.state;
    const countOf = (ignored: string) => ignoredCounts.get(foldName(ignored)) ?? 0;
    if (name === "") {
      const people = settings.ignore.map((ignored) => `${ignored} (${countOf(ignored)} messages so far)`);
      return context.note(`You ignore ${people.join(", ") || "nobody"}.`);
    }
    if (isSameName(name, target.name)) return context.note("You can't ignore yourself.", "problem");
    const problem = findUsernameProblem(name);
    if (problem) return context.note(problem.text, "problem");
    toggle("ignore", name, context, {
      added: `The messages of ${name} are counted, and not shown any more. /ignore ${name} shows them again.`,
      removed: `The messages of ${name} are shown again. ${countOf(name)} were not.`,
    });
  },
};

export const highlight: Command = {
  name: "/highlight",
  argument: "[WORD]",
  summary: "Make a word count as a mention, or no longer",
  run: (word, context) => {
    const words = writeSettingValue(context.store.state.settings.highlight);
    if (word === "") return context.note(`Words that count as a mention, besides your name: ${words}.`);
    toggle("highlight", word, context, {
      added: `"${word}" counts as a mention. /highlight ${word} undoes it.`,
      removed: `"${word}" does not count as a mention any more.`,
    });
  },
};

function toggle(
  key: "ignore" | "highlight",
  entry: string,
  { store, note, changeSettings }: CommandContext,
  notes: { readonly added: string; readonly removed: string },
): void {
  const list = store.state.settings[key];
  const others = list.filter((each) => !isSameName(each, entry));
  const isAdded = others.length === list.length;
  const { data } = SettingsSchema.shape[key].safeParse(isAdded ? [...list, entry] : others);
  if (!data) return note(`The list takes ${describeSetting(key).allowed}.`, "problem");
  changeSettings({ [key]: data });
  note(isAdded ? notes.added : notes.removed);
}
