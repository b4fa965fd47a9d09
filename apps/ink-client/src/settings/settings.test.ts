import { describe, expect, it } from "vitest";
import { z } from "zod";
import { findAction, isPrefix, KEYS } from "../input/key-bindings.ts";
import { explainSharedKeys, keyBindings } from "./key-settings.ts";
import { readSettingValue, writeSettingValue } from "./setting-text.ts";
import { DEFAULT_SETTINGS, describeSetting, SETTING_KEYS, type SettingKey, SettingsSchema } from "./settings.ts";

describe("the settings", () => {
  it("are explained, each with the values that it takes", () => {
    for (const { summary, allowed } of SETTING_KEYS.map(describeSetting)) {
      expect(summary).toMatch(/^[A-Z].{5,80}[^.]$/);
      expect(allowed).toMatch(/^\S.+[^.]$/);
    }
  });

  // `npx vitest -u` writes it anew.
  it("have a JSON Schema in the package", async () => {
    const schema = z.toJSONSchema(SettingsSchema.extend({ $schema: z.string().optional() }), {
      io: "input",
      override: ({ zodSchema, jsonSchema }) => {
        const key = SETTING_KEYS.find((candidate) => SettingsSchema.shape[candidate] === zodSchema);
        delete jsonSchema.allowed;
        if (key) jsonSchema.description = `${describeSetting(key).summary}. Allowed: ${describeSetting(key).allowed}.`;
      },
    });
    const published = { ...schema, title: "The settings of the command chat", additionalProperties: false };
    await expect(`${JSON.stringify(published, null, 2)}\n`).toMatchFileSnapshot("../../settings.schema.json");
  });

  it.each<[SettingKey, string, unknown]>([
    ["bell", "off", false],
    ["bell", "TRUE", true],
    ["port", "5000", 5000],
    ["name", "5000", "5000"],
    ["theme", "high-contrast", "high-contrast"],
    ["highlight", "deploy, the build", ["deploy", "the build"]],
    ["ignore", "none", []],
    ["keys.search", "C-s,F2", ["C-s", "F2"]],
    ["log.directory", "~/logs", "~/logs"],
  ])("are read as people type them: %s %s", (key, typed, value) => {
    expect(readSettingValue(key, typed)).toEqual({ value });
    expect(readSettingValue(key, writeSettingValue(readSettingValue(key, typed)?.value))).toEqual({ value });
  });

  it.each<[SettingKey, string]>([
    ["bell", "maybe"],
    ["port", "0"],
    ["port", "1.5"],
    ["theme", "drak"],
    ["name", "SERVER"],
    ["ignore", "/list"],
    ["highlight", ", ,"],
    ["log.directory", "on"],
    ["log.directory", "logs"],
    ["keys.search", "a"],
    ["keys.search", "C-i"],
    ["keys.search", "Ctrl-S"],
    ["keys.submit", "none"],
  ])("do not take what is none of their values: %s %s", (key, typed) => {
    expect(readSettingValue(key, typed)).toBeNull();
  });
});

it("take none for no log files", () => {
  expect(readSettingValue("log.directory", "none")).toEqual({ value: "" });
});

describe("the keys", () => {
  const keysOf = (settings: Partial<typeof DEFAULT_SETTINGS>, action: string) =>
    keyBindings({ ...DEFAULT_SETTINGS, ...settings }).find((binding) => binding.action === action)?.keys;

  it("are those of the table by default", () => {
    expect(keyBindings(DEFAULT_SETTINGS)).toEqual(KEYS);
  });

  it("can be others, which then do nothing else", () => {
    const settings = { "keys.search": ["C-a", "F5"], "keys.transpose": [] };
    expect(keysOf(settings, "search")).toEqual(["C-a", "F5"]);
    expect(keysOf(settings, "line-start")).toEqual(["Home"]);
    expect(keysOf(settings, "transpose")).toEqual([]);
  });

  it("belong to the first one of two actions, and that is said", () => {
    const settings = { ...DEFAULT_SETTINGS, "keys.search": ["C-a"], "keys.yank": ["C-a", "F5"] };
    expect(findAction("C-a", keyBindings(settings))).toBe("yank");
    expect(explainSharedKeys(settings)).toEqual(["C-a is a key of keys.yank and keys.search: the first one has it."]);
    expect(explainSharedKeys(DEFAULT_SETTINGS)).toEqual([]);
  });

  it("can't all be taken from what sends a line: else nothing could give it one again", () => {
    expect(keysOf({ "keys.newline": ["Enter"] }, "submit")).toEqual(["C-j"]);
    const settings = { ...DEFAULT_SETTINGS, "keys.newline": ["Enter"], "keys.help": ["C-j"] };
    expect(findAction("Enter", keyBindings(settings))).toBe("submit");
    expect(explainSharedKeys(settings)).toEqual([
      "Enter is a key of keys.submit and keys.newline: the first one has it.",
      "C-j is a key of keys.submit and keys.help: the first one has it.",
    ]);
    expect(isPrefix("Enter", keyBindings({ ...DEFAULT_SETTINGS, "keys.help": ["Enter Enter"] }))).toBe(false);
    expect(describeSetting("keys.submit").allowed).toMatch(/; at least one$/);
  });
});
