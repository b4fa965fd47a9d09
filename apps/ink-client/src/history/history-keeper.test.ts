import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { NOTHING_TO_COMPLETE } from "../input/completion.ts";
import { editPrompt, submitPrompt } from "../input/prompt.ts";
import { DEFAULT_SETTINGS } from "../settings/settings.ts";
import { createChatState, currentConversation } from "../state/chat-state.ts";
import { ChatStore } from "../state/chat-store.ts";
import { appendSentLine, readSentLines } from "./history-file.ts";
import { HistoryKeeper } from "./history-keeper.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-history-"));
  path = join(folder, "class-chat", "history.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

/** A chat that has just joined a server. */
async function startChat(port = 65432, history = true) {
  const target = { host: "127.0.0.1", port, name: "Ada" };
  const store = new ChatStore(createChatState(target, { columns: 80, rows: 24 }, { ...DEFAULT_SETTINGS, history }));
  const note = vi.fn();
  const keeper = new HistoryKeeper(store, path, note);
  store.dispatch({ kind: "joined", target });
  await keeper.settled;
  return { store, keeper, note };
}

async function send({ store, keeper }: { store: ChatStore; keeper: HistoryKeeper }, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    const { prompt } = currentConversation(store.state);
    const typed = editPrompt(prompt, { kind: "set", text }, NOTHING_TO_COMPLETE);
    store.dispatch({ kind: "prompt", prompt: typed });
    store.dispatch({ kind: "prompt", prompt: submitPrompt(typed).prompt });
  }
  await keeper.settled;
}

function history({ store }: { store: ChatStore }): readonly string[] {
  return currentConversation(store.state).prompt.history;
}

it("brings back what was sent before, to its conversation at its server", async () => {
  const before = await startChat();
  await send(before, "one", "two\nrows");
  before.store.dispatch({ kind: "opened", name: "Bob" });
  await send(before, "psst");
  await send(await startChat(1), "elsewhere");
  const chat = await startChat();
  expect(history(chat)).toEqual(["one", "two\nrows"]);
  chat.store.dispatch({ kind: "opened", name: "BOB" });
  expect(history(chat)).toEqual(["psst"]);
  chat.store.dispatch({ kind: "opened", name: "Cleo" });
  expect(history(chat)).toEqual([]);
});

it("is for its owner alone, and keeps no line that begins with a blank", async () => {
  const chat = await startChat();
  await send(chat, " secret", "open");
  expect(history(chat)).toEqual([" secret", "open"]);
  expect(await readFile(path, "utf8")).toBe('{"server":"127.0.0.1:65432","conversation":"everyone","text":"open"}\n');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it("neither writes nor reads when it is switched off", async () => {
  await send(await startChat(65432, false), "one");
  expect(await readdir(folder)).toEqual([]);
  await send(await startChat(), "two");
  expect(history(await startChat(65432, false))).toEqual([]);
});

it("keeps the lines of clients that write at the same time", async () => {
  const chats = await Promise.all([startChat(), startChat(), startChat()]);
  await Promise.all(
    chats.map((chat, client) => send(chat, ...Array.from({ length: 50 }, (_, line) => `${client} ${line}`))),
  );
  const kept = history(await startChat());
  expect(kept).toHaveLength(150);
  for (const client of [0, 1, 2]) {
    const own = kept.filter((text) => text.startsWith(`${client} `));
    expect(own).toEqual(Array.from({ length: 50 }, (_, line) => `${client} ${line}`));
  }
});

it("keeps the newest lines of a file that has grown, and leaves out what is no line", async () => {
  const line = (text: string) => ({ server: "a:1", conversation: "everyone", text });
  await mkdir(dirname(path));
  const write = (text: string) => `${JSON.stringify(line(text))}\n`;
  const lines = Array.from({ length: 20_000 }, (_, index) => write(`line ${index}`));
  await writeFile(path, `${lines.join("")}{"text":"half\nnull\n`);
  expect(await readSentLines(path)).toHaveLength(1_000);
  await appendSentLine(path, line("new"));
  const kept = await readSentLines(path);
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([1_000, line("line 19001"), line("new")]);
  expect((await readFile(path, "utf8")).split("\n")).toHaveLength(1_002);
  expect(await readdir(dirname(path))).toEqual(["history.jsonl"]);
  await appendFile(path, write("x".repeat(2_000_000)));
  await appendSentLine(path, line("last"));
  expect(await readSentLines(path)).toEqual([line("last")]);
});

it("says once that it can't be kept, and goes on", async () => {
  await writeFile(dirname(path), "in the way");
  const chat = await startChat();
  await send(chat, "one", "two");
  expect(history(chat)).toEqual(["one", "two"]);
  expect(chat.note.mock.calls).toEqual([[expect.stringMatching(/can't be kept for the next start: \S/), "problem"]]);
});

it("is kept nowhere, without a word, where the directory is /dev/null", async () => {
  path = "/dev/null/class-chat/history.jsonl";
  const chat = await startChat();
  await send(chat, "one");
  expect(chat.note).not.toHaveBeenCalled();
});
