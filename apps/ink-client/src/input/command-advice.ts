import { findNearest } from "@chat/command-line/nearest";
import type { LocalCommand } from "./local-command.ts";
import { SERVER_COMMANDS } from "./server-commands.ts";

const NAMES_STAY = "A name stays the same in the chat: leave with /quit, and join again with the other one.";
const ONE_ROOM = "There is one chat, with everyone in it. /query NAME opens a conversation with one person.";
const WHO_IS_ONLINE = "/list shows who is online.";
const ANOTHER_CONVERSATION =
  "M-1 to M-9 and /query NAME go to the conversations, and M-a to the next one with unread messages.";
const NOTHING_LIKE_IT = "There is nothing like it here. /help shows all commands.";
const NO_OTHER_SERVER = "Leave with /quit, and join the other server with --host and --port.";

/** Commands of other chat clients, without the slash, and what does the same here. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ...same(["exit", "bye", "leave", "logout", "disconnect"], "Did you mean /quit?"),
  ...same(["q"], "Did you mean /query NAME or /quit?"),
  ...same(["me", "action"], "There is no /me here: just type what you do."),
  ...same(["nick", "name", "rename"], NAMES_STAY),
  ...same(["join", "j", "channel", "room"], ONE_ROOM),
  ...same(["part", "wc", "unquery"], "/close closes a conversation with one person, and /quit leaves the chat."),
  ...same(["names", "who", "whois", "users", "online", "ls"], WHO_IS_ONLINE),
  ...same(["connect", "server"], NO_OTHER_SERVER),
  ...same(["reconnect"], "The client connects again by itself, and at once on Enter."),
  ...same(["away", "back"], "Nobody is away here: who is gone has left."),
  ...same(["lastlog", "grep", "find"], "/search TEXT and C-s search the log."),
  ...same(["log", "logger"], "/set log.directory FOLDER writes log files; /save FILE saves this conversation."),
  ...same(["filter"], "/set lines.presence off hides who came and who went."),
  ...same(["history"], "Up and C-r find the lines that you sent."),
  ...same(["export"], "Did you mean /save FILE?"),
  ...same(["unignore", "block", "unblock", "mute", "unmute"], "/ignore NAME hides messages, or shows them again."),
  ...same(["hilight", "unhighlight", "dehilight"], "/highlight WORD makes a word a mention, or no longer."),
  ...same(
    ["beep", "notify", "notifications"],
    "/set notifications shows how you hear of mentions, /bell off is silent.",
  ),
  ...same(["theme", "color", "colour"], "/set theme shows the themes, and which one you have."),
  ...same(["key", "bind", "unbind"], "/set keys. shows the keys of each action, /set keys.search F2 changes one."),
  ...same(["option", "options", "setting", "settings", "config", "fset"], "Did you mean /set?"),
  ...same(["edit", "editor"], "C-x C-e edits the text in $VISUAL or $EDITOR."),
  ...same(["resend", "retry"], "M-s sends the oldest message again that did not arrive."),
  ...same(["url", "urls", "open", "bare"], "C-x C-l shows the log alone, to select an address."),
  ...same(["hotlist", "unread", "mark", "markread"], "Did you mean /read?"),
  ...same(["w", "m", "whisper", "tell", "dm", "pm", "notice", "reply", "r"], "Did you mean /msg NAME TEXT?"),
  ...same(["buffer", "buf", "b", "window", "win", "switch", "go", "jump"], ANOTHER_CONVERSATION),
  ...same(["say", "all", "broadcast"], "Did you mean /shout TEXT?"),
  ...same(["clean", "cls"], "Did you mean /clear?"),
  ...same(["commands", "man", "?"], "Did you mean /help?"),
  ...same(["topic", "mode", "invite", "kick", "ban", "op", "ctcp", "dcc"], NOTHING_LIKE_IT),
  ...same(["bar", "layout", "alias", "print", "eval", "exec", "trigger"], NOTHING_LIKE_IT),
  ...same(["upgrade", "script", "plugin", "load", "unload", "reload"], NOTHING_LIKE_IT),
]);

/** The commands that are known by name. */
interface KnownCommands {
  readonly localCommands: readonly LocalCommand[];
  /** The commands that the server lists, slash included. */
  readonly serverCommands: readonly string[];
}

/** The way around every advice. */
export const ANYWAY = "To ask the server all the same, type /ask in front.";

/**
 * Returns a sentence for a command that the user most likely means for the client, or has mistyped; `null` for a command that the
 * server may know.
 *
 * @param word the command as it was typed, slash included
 */
export function adviseCommand(word: string, { localCommands, serverCommands }: KnownCommands): string | null {
  const known = [...SERVER_COMMANDS.map(({ name }) => name), ...serverCommands];
  if (known.includes(word)) return null;
  const elsewhere = ELSEWHERE.get(word.slice(1).toLowerCase());
  if (elsewhere !== undefined) return elsewhere;
  const nearest = findNearest(word, [...localCommands.map(({ name }) => name), ...known]);
  return nearest === null ? null : `Did you mean ${nearest}?`;
}

function same(words: readonly string[], advice: string): [string, string][] {
  return words.map((word) => [word, advice]);
}
