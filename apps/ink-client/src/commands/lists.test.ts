import { expect, it } from "vitest";
import { createChatState } from "../state/chat-state.ts";
import { ChatStore } from "../state/chat-store.ts";
import { highlight, ignore } from "./lists.ts";

function setUp() {
  const store = new ChatStore(createChatState({ host: "127.0.0.1", port: 1, name: "Ada" }, { columns: 80, rows: 12 }));
  const notes: string[] = [];
  const unwanted = () => expect.unreachable("The lists need nothing else.");
  const context = {
    store,
    note: (text: string) => void notes.push(text),
    changeSettings: (changes: object) => store.dispatch({ kind: "setting", changes }),
    searchLog: unwanted,
    quit: unwanted,
  };
  return { context, notes, settings: () => store.state.settings };
}

it("takes weechat's words in front of a name", () => {
  const { context, notes, settings } = setUp();
  for (const argument of ["add Bob", "add bob"]) ignore.run(argument, context);
  expect(settings().ignore).toEqual(["bob"]);
  ignore.run("list", context);
  expect(notes.at(-1)).toBe("You ignore bob (0 messages so far).");
  ignore.run("del 1", context);
  expect(notes.at(-1)).toBe("Nobody of the name 1 is ignored. You ignore bob (0 messages so far).");
  expect(settings().ignore).toEqual(["bob"]);
  for (const argument of ["del Bob", "del Bob"]) ignore.run(argument, context);
  expect(notes.slice(-2)).toEqual([
    "The messages of Bob are shown again. Hidden until now: 0 messages.",
    "Nobody of the name Bob is ignored. You ignore nobody.",
  ]);
  expect(settings().ignore).toEqual([]);
});

it("adds a word, or removes it, when nothing else is said", () => {
  const { context, settings } = setUp();
  highlight.run("the build", context);
  expect(settings().highlight).toEqual(["the build"]);
  highlight.run("The Build", context);
  expect(settings().highlight).toEqual([]);
});
