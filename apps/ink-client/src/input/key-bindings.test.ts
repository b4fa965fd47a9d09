import { describe, expect, it } from "vitest";
import { type Action, findAction, isPrefix, KEYS } from "./key-bindings.ts";

describe("the keys", () => {
  it("are bound to one action each", () => {
    const keys = KEYS.flatMap((binding) => binding.keys);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it("are bound in one place for each action", () => {
    const actions = KEYS.map(({ action }) => action);
    expect(new Set(actions).size).toBe(actions.length);
  });

  it("are explained, in a group", () => {
    for (const { keys, summary, group } of KEYS) {
      expect(keys.length).toBeGreaterThan(0);
      expect(summary).toMatch(/^[A-Z].{5,60}[^.]$/);
      expect(group).toMatch(/^[A-Z]/);
    }
  });

  it("are written as they are named", () => {
    for (const key of KEYS.flatMap((binding) => binding.keys)) {
      expect(key).toMatch(/^(?:C-x )?(?:C-)?(?:M-)?(?:S-)?(?:[a-z0-9<>/_]|[A-Z][A-Za-z]+|F\d+)$/);
    }
  });

  it.each<[string, Action]>([
    ["C-a", "line-start"],
    ["C-e", "line-end"],
    ["C-w", "delete-to-space"],
    ["C-u", "delete-to-start"],
    ["C-k", "delete-to-end"],
    ["C-y", "yank"],
    ["M-b", "word-left"],
    ["M-f", "word-right"],
    ["M-d", "delete-word-forward"],
    ["M-Backspace", "delete-word-back"],
    ["Up", "older"],
    ["C-r", "search"],
    ["C-g", "cancel"],
    ["Tab", "complete"],
    ["S-Tab", "complete-back"],
    ["M-1", "conversation-1"],
    ["M-9", "conversation-9"],
    ["M-0", "conversation-10"],
    ["M-j", "choose-conversation"],
    ["M-a", "next-unread"],
    ["PgUp", "scroll-up"],
    ["F1", "help"],
    ["C-c", "interrupt"],
    ["Enter", "submit"],
    ["C-_", "undo"],
    ["C-x C-u", "undo"],
    ["C-x C-e", "edit-outside"],
  ])("do what they do elsewhere: %s is %s", (key, action) => {
    expect(findAction(key)).toBe(action);
  });

  it.each(["a", "C-x", "", "constructor"])("do nothing when nobody bound them: %s", (key) => {
    expect(findAction(key)).toBeNull();
  });

  it("do nothing alone when they begin others", () => {
    expect(isPrefix("C-x")).toBe(true);
    expect(KEYS.flatMap(({ keys }) => keys).filter((key) => isPrefix(key))).toEqual([]);
  });
});
