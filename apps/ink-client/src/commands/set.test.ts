import { expect, it } from "vitest";
import { createChatState } from "../state/chat-state.ts";
import { ChatStore } from "../state/chat-store.ts";
import { set } from "./set.ts";

function setUp() {
  const store = new ChatStore(createChatState({ host: "127.0.0.1", port: 1, name: "Ada" }, { columns: 80, rows: 12 }));
  const notes: string[] = [];
  const unwanted = () => expect.unreachable("Settings need nothing else.");
  const context = {
    store,
    note: (text: string) => void notes.push(text),
    changeSettings: (changes: object) => store.dispatch({ kind: "setting", changes }),
    searchLog: unwanted,
    quit: unwanted,
  };
  return (argument: string) => {
    set.run(argument, context);
    return notes.at(-1)?.split("\n") ?? [];
  };
}

it("shows one setting in a row, with its value in a column, and the default of what was changed", () => {
  const run = setUp();
  run("bell off");
  const rows = run("");
  expect(rows).toContain("bell            off  (default: on)");
  expect(rows).toContain("lines.presence  on");
  expect(rows.filter((row) => row.startsWith("keys."))).toEqual([]);
  run("keys.search F2");
  expect(run("")).toContain("keys.search     F2  (default: C-r)");
});

it("knows the values of a setting, for Tab", () => {
  const values = (key: string) => set.secondWords?.(key);
  expect(values("theme")).toEqual(["auto", "dark", "light", "high-contrast", "none", "default"]);
  expect(values("BELL")).toEqual(["on", "off", "default"]);
  expect(values("port")).toEqual(["default"]);
  expect(values("constructor")).toEqual([]);
});

it("names what is wrong", () => {
  const run = setUp();
  expect(run("blub 1")).toEqual(['There is no setting "blub". /set shows them.']);
  expect(run("theme drak")).toEqual(['theme can\'t be "drak". Allowed: auto, dark, light, high-contrast or none.']);
});
