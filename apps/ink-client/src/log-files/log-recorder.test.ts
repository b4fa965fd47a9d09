import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { DEFAULT_SETTINGS } from "../settings/settings.ts";
import type { AddedLine, ConversationRef } from "../state/chat-event.ts";
import { createChatState } from "../state/chat-state.ts";
import { ChatStore } from "../state/chat-store.ts";
import { LogRecorder } from "./log-recorder.ts";

const target = { host: "Host.example", port: 65432, name: "Ada" };
const everyone: ConversationRef = { kind: "everyone" };
const bob: ConversationRef = { kind: "person", name: "Bob" };
const SERVER_FOLDER = "host.example_65432";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-logs-"));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

/** A chat whose logs are in the folder. */
function startLogs(directory = folder): { store: ChatStore; logs: LogRecorder; notes: string[] } {
  const settings = { ...DEFAULT_SETTINGS, "log.directory": directory };
  const store = new ChatStore(createChatState(target, { columns: 80, rows: 24 }, settings));
  const notes: string[] = [];
  return { store, notes, logs: new LogRecorder(store, (text) => notes.push(text)) };
}

function enter(store: ChatStore): void {
  store.dispatch({ kind: "joined", target });
  store.dispatch({ kind: "connection", connection: { kind: "online" } });
}

function added(conversation: ConversationRef, text: string, line = {}): AddedLine {
  return { conversation, line: createLine(text, line) };
}

/** The lines of a log, without their times. */
async function readLog(name: string): Promise<string[]> {
  const content = await readFile(join(folder, SERVER_FOLDER, name), "utf8");
  return content.split("\n").map((line) => line.split("\t").slice(1).join(" "));
}

it("has a file for each conversation and day, in a folder for the server", async () => {
  const { store, logs } = startLogs();
  // The first messages may come with the welcome.
  store.dispatch({ kind: "connection", connection: { kind: "connecting" } });
  store.dispatch({ kind: "lines", added: [added(everyone, "early")] });
  enter(store);
  const tomorrow = new Date(2026, 10, 25, 0, 0, 0, 1).getTime();
  store.dispatch({
    kind: "lines",
    added: [added(bob, "hi\nthere"), added({ ...bob, name: "BOB" }, "late", { at: tomorrow })],
  });
  store.dispatch({ kind: "lines", added: [added({ kind: "server" }, "Welcome", { kind: "server", from: "SERVER" })] });
  expect(await logs.stop()).toBeNull();
  expect((await readdir(join(folder, SERVER_FOLDER))).toSorted()).toEqual([
    "@bob.2026-11-24.log",
    "@bob.2026-11-25.log",
    "everyone.2026-11-24.log",
    "server.2026-11-24.log",
  ]);
  const begin = "begin  The log begins: Ada is at Host.example:65432.";
  expect(await readLog("everyone.2026-11-24.log")).toEqual([begin, "message Bob early", "end  The log ends.", ""]);
  const goesOn = "end  The log goes on in the file of another day.";
  expect(await readLog("@bob.2026-11-24.log")).toEqual([begin, "message Bob hi␤there", goesOn, ""]);
  expect(await readLog("@bob.2026-11-25.log")).toEqual(["message Bob late", "end  The log ends.", ""]);
});

it("has a line for each message that failed, and for each time without a connection", async () => {
  // The outcome of a message is known later than it was written.
  vi.useFakeTimers({ toFake: ["Date"], now: createLine("").at });
  const { store, logs } = startLogs();
  enter(store);
  const own = added(bob, "psst", { kind: "own", from: "Ada", delivery: { kind: "sending" } });
  const note = added(everyone, "→ Bob: psst", { kind: "notice", from: "", delivery: { kind: "sending" } });
  store.dispatch({ kind: "lines", added: [own, note, added(everyone, "hi")] });
  store.dispatch({ kind: "connection", connection: { kind: "waiting", until: 0, problem: "" } });
  store.dispatch({ kind: "connection", connection: { kind: "waiting", until: 1, problem: "" } });
  for (const [key, { line }] of [
    ["person:bob", own],
    ["everyone", note],
  ] as const) {
    store.dispatch({ kind: "delivery", key, lineId: line.id, delivery: { kind: "unknown" } });
  }
  store.dispatch({ kind: "connection", connection: { kind: "online" } });
  await logs.stop();
  const gaps = [
    "gap  The connection was lost: what is said until it is back is missing.",
    "gap  The connection is back.",
  ];
  expect((await readLog("everyone.2026-11-24.log")).slice(1, -2)).toEqual(["message Bob hi", ...gaps]);
  expect((await readLog("@bob.2026-11-24.log")).slice(1, -2)).toEqual([
    "own Ada psst",
    gaps[0],
    "outcome  This may not have arrived, to Bob: psst",
    gaps[1],
  ]);
});

it("says where a client has ended without a warning, and goes on in a new line", async () => {
  const killed = startLogs();
  enter(killed.store);
  killed.store.dispatch({ kind: "lines", added: [added(everyone, "last words")] });
  await killed.logs.stop();
  const path = join(folder, SERVER_FOLDER, "everyone.2026-11-24.log");
  await writeFile(path, (await readFile(path, "utf8")).replace(/ords\n.*end.*\n$/, ""));
  const { store, logs } = startLogs();
  enter(store);
  store.dispatch({ kind: "lines", added: [added(everyone, "again")] });
  await logs.stop();
  expect((await readLog("everyone.2026-11-24.log")).slice(1)).toEqual([
    "message Bob last w",
    "gap  The client ended without a warning: lines may be missing.",
    "begin  The log begins: Ada is at Host.example:65432.",
    "message Bob again",
    "end  The log ends.",
    "",
  ]);
});

it("is switched on and off by the setting", async () => {
  const { store, logs } = startLogs("");
  enter(store);
  store.dispatch({ kind: "lines", added: [added(everyone, "off")] });
  store.dispatch({ kind: "setting", changes: { "log.directory": folder } });
  store.dispatch({ kind: "lines", added: [added(everyone, "on")] });
  store.dispatch({ kind: "setting", changes: { "log.directory": "" } });
  store.dispatch({ kind: "lines", added: [added(everyone, "off again")] });
  await logs.stop();
  expect((await readLog("everyone.2026-11-24.log")).slice(1, -2)).toEqual(["message Bob on"]);
});

it("says in the chat that a disk takes nothing", async () => {
  const { store, logs, notes } = startLogs("/dev/null/logs");
  enter(store);
  store.dispatch({ kind: "lines", added: [added(everyone, "hi")] });
  expect(await logs.stop()).toContain("/dev/null");
  expect(notes).toEqual([expect.stringMatching(/^The log can't be written: .* it is tried again\.$/)]);
});
