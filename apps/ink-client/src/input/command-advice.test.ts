import { expect, it } from "vitest";
import { COMMANDS } from "../commands/table.ts";
import { adviseCommand } from "./command-advice.ts";

const advise = (word: string, serverCommands: readonly string[]) =>
  adviseCommand(word, { localCommands: COMMANDS, serverCommands });

it.each([
  ["/quti", "Did you mean /quit?"],
  ["/qiut", "Did you mean /quit?"],
  ["/exit", "Did you mean /quit?"],
  ["/EXIT", "Did you mean /quit?"],
  ["/List", "Did you mean /list?"],
  ["/tme", "Did you mean /time?"],
  ["/shuot", "Did you mean /shout?"],
  ["/savr", "Did you mean /save?"],
  ["/uptim", "Did you mean /uptime?"],
  ["/me", "just type what you do"],
  ["/nick", "A name stays the same"],
  ["/join", "one chat, with everyone"],
  ["/part", "/close closes a conversation"],
  ["/whois", "/list shows who is online"],
  ["/reply", "Did you mean /msg NAME TEXT?"],
  ["/r", "Did you mean /msg NAME TEXT?"],
  ["/buffer", "M-1 to M-9 and /query NAME go to"],
  ["/win", "M-1 to M-9 and /query NAME go to"],
  ["/q", "Did you mean /query NAME or /quit?"],
  ["/lastlog", "/search TEXT"],
  ["/logger", "/set log.directory FOLDER"],
  ["/unignore", "/ignore NAME"],
  ["/theme", "/set theme"],
  ["/notify", "/set notifications"],
  ["/bind", "/set keys."],
  ["/edit", "C-x C-e"],
  ["/resend", "M-s"],
  ["/url", "C-x C-l"],
  ["/names", "/list shows who is online"],
  ["/filter", "/set lines.presence off"],
  ["/jump", "M-1 to M-9"],
  ["/history", "C-r"],
  ["/fset", "Did you mean /set?"],
])("advises who types %s", (word, advice) => {
  expect(advise(word, ["/uptime"])).toContain(advice);
});

it.each(["/topic", "/bar", "/alias", "/layout", "/print", "/upgrade", "/script"])(
  "says that nothing is like %s",
  (word) => {
    expect(advise(word, [])).toBe("There is nothing like it here. /help shows all commands.");
  },
);

it.each(["/list", "/time", "/shout", "/uptime", "/gibberish", "/nope", "/fingerprint"])(
  "has nothing against %s",
  (word) => {
    expect(advise(word, ["/uptime"])).toBeNull();
  },
);

it("leaves a server its own commands, whatever they are called", () => {
  expect(advise("/me", ["/me"])).toBeNull();
  expect(advise("/quti", ["/quti"])).toBeNull();
});

it("takes little time for a long word", () => {
  expect(advise(`/${"x".repeat(60_000)}`, [])).toBeNull();
});
