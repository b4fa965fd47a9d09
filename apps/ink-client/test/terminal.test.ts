import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isTmuxInstalled, TmuxSession } from "@chat/testing/terminal";
import { afterEach, beforeEach, expect, it } from "vitest";
import { COMMAND } from "./support/build-command.ts";
import { ChatServer } from "./support/chat-server.ts";
import { stableScreen } from "./support/stable-screen.ts";

const hasTmux = isTmuxInstalled();
if (!hasTmux) {
  const text = "The chat in a real terminal is not tested: tmux 3.2 or later is not installed.";
  if (process.env.CHAT_REQUIRE_TOOLCHAINS) throw new Error(text);
  console.warn(text);
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-terminal-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function expectScreen(chat: TmuxSession, lines: readonly string[]): Promise<void> {
  expect(stableScreen(await chat.capture()).split("\n")).toEqual(lines);
}

function startChat(args: readonly string[], size = { columns: 80, rows: 16 }): Promise<TmuxSession> {
  return TmuxSession.start(process.execPath, [COMMAND, ...args], { ...size, env: { XDG_CONFIG_HOME: folder } });
}

it.runIf(hasTmux)("joins, talks, completes, switches, loses and regains the server, resizes and quits", async () => {
  await using server = await ChatServer.start();
  await using bob = await server.join("Bob");
  await using chat = await startChat(["--name", "Ada", "--port", `${server.port}`]);

  await chat.waitForScreen(/2 online/);
  await chat.type("Hello, everyone!\r");
  await chat.waitForScreen("Hello, everyone! (to 1 user)");
  expect(await bob.next()).toMatchObject({ from: { name: "Ada" }, to: "Everyone", msg: "Hello, everyone!" });

  bob.send("Bob", "/shout", "hi Ada, 日本語 👍 ok");
  expect(await bob.nextText()).toBe("Message sent to 1 users");
  await chat.waitForScreen(/hi Ada/);
  await chat.type("Bo\t");
  await chat.waitForScreen("[Everyone] @Bob");
  await chat.type("psst\r");
  expect(await bob.next()).toMatchObject({ to: "Bob", msg: "psst" });
  await chat.waitForScreen(/→ Bob: psst/);
  await expectScreen(chat, [
    "                                                               │▸1 Everyone",
    "                                                               │ 2 SERVER",
    "                                                               │ 3 Bob",
    "                                                               │────────────────",
    "                                                               │Online 2",
    "                                                               │Ada",
    "                                                               │Bob",
    ...Array.from({ length: 2 }, () => "                                                               │"),
    "── DATE ─│",
    "00:00           -- │ You joined 127.0.0.1:PORT as Ada.        │",
    "00:00          Ada │ Hello, everyone! (to 1 user)              │",
    "00:00          Bob │ hi Ada, 日本語 👍 ok                      │",
    "00:00           -- │ → Bob: psst                               │",
    " ● online │ Ada │ 127.0.0.1:PORT │ N ms │ 2 online │ F1 keys",
    "[Everyone]",
  ]);

  await chat.press("alt+3");
  await chat.waitForScreen(/\[Bob\] $|\[Bob\]$/m);
  await chat.waitForScreen("psst ✓");
  await chat.type("still typing");
  await server.stop();
  await chat.waitForScreen(/○ Connection lost\. Next try in|can't be reached\. Next try in/);
  await chat.waitForScreen("[Bob] still typing");
  await server.restart();
  await chat.waitForScreen(/● online/);
  await using bobAgain = await server.join("Bob");
  await chat.type(" after all\r");
  expect(await bobAgain.next()).toMatchObject({ msg: "still typing after all" });

  await chat.waitForScreen("still typing after all ✓");

  await chat.resize(30, 8);
  await chat.waitForScreen(/^\[Bob\]$/m);
  await chat.waitForScreen("Ada: still typing after all");
  await expectScreen(chat, [
    "",
    "",
    "",
    "── DATE ─",
    "Ada: psst ✓",
    "Ada: still typing after all ✓",
    " ● online │ 2:SERVER(1) │ Ada",
    "[Bob]",
  ]);
  await chat.resize(120, 20);
  await chat.waitForScreen(/▸3 Bob/);
  await chat.type("/quit\r");
  await chat.ended;
});
