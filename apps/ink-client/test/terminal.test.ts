import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isTmuxInstalled, PtyProcess, TmuxSession } from "@chat/testing/terminal";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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

/** Nothing is remembered from other tests, but for what Node has compiled. */
function environment(): Record<string, string> {
  const { NODE_COMPILE_CACHE = "" } = process.env;
  return { XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder, NODE_COMPILE_CACHE };
}

function startChat(
  args: readonly string[],
  size = { columns: 80, rows: 16 },
  env: Record<string, string> = {},
): Promise<TmuxSession> {
  return TmuxSession.start(process.execPath, [COMMAND, ...args], { ...size, env: { ...environment(), ...env } });
}

it.runIf(hasTmux)("joins, talks, completes, switches, loses and regains the server, resizes and quits", async () => {
  await using server = await ChatServer.start();
  await using bob = await server.join("Bob");
  await using chat = await startChat(["--name", "Ada", "--port", `${server.port}`]);

  await chat.waitForScreen(/2 online/);
  await chat.type("Hello, everyone!\r");
  await chat.waitForScreen("Hello, everyone! ✓");
  expect(await bob.next()).toMatchObject({ from: { name: "Ada" }, to: "Everyone", msg: "Hello, everyone!" });

  bob.send("Bob", "/shout", "hi Ada, 日本語 👍 ok");
  expect(await bob.nextText()).toBe("Message sent to 1 users");
  await chat.waitForScreen(/hi Ada/);
  await chat.type("Bo\t");
  await chat.waitForScreen("[Everyone] Bob:");
  await chat.press("ctrl+u");
  await chat.type("@Bo\t");
  await chat.waitForScreen("[→ Bob] @Bob");
  await chat.type("psst\r");
  expect(await bob.next()).toMatchObject({ to: "Bob", msg: "psst" });
  await chat.waitForScreen("→ Bob: psst ✓");
  await expectScreen(chat, [
    "                                                              │ ▸1 Everyone",
    "                                                              │  2 SERVER",
    "                                                              │  3 Bob",
    "                                                              │",
    "                                                              │ Online 2",
    "                                                              │ Ada",
    "                                                              │ Bob",
    "── DATE ─ │",
    "00:00         -- │ You joined 127.0.0.1:PORT as Ada.         │",
    "00:00        Ada │ Hello, everyone! ✓                         │",
    "00:00        Bob │ hi Ada, 日本語 👍 ok                       │",
    "00:00         -- │ → Bob: psst ✓                              │",
    `╭${"─".repeat(78)}╮`,
    `│ ${"[Everyone] Write to Everyone · / for commands".padEnd(76)} │`,
    `╰${"─".repeat(78)}╯`,
    " ● online │ Ada │ 127.0.0.1:PORT │ N ms │ 2 online │ F1 keys",
  ]);

  await chat.press("alt+3");
  await chat.waitForScreen("[Bob] Write to Bob");
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
  await chat.waitForScreen(/^\[Bob\] Write to Bob$/m);
  await chat.waitForScreen("Ada: still typing after all");
  await expectScreen(chat, [
    "",
    "",
    "",
    "── DATE ─",
    "Ada: psst ✓",
    "Ada: still typing after all ✓",
    "[Bob] Write to Bob",
    " ● online │ 2:SERVER(1) │ Ada",
  ]);
  await chat.resize(120, 20);
  await chat.waitForScreen(/▸3 Bob/);
  await chat.type("/quit\r");
  await chat.ended;
});

describe.runIf(hasTmux)("in a real terminal", () => {
  it("scrolls by the wheel, and a click goes to a conversation", async () => {
    await using server = await ChatServer.start();
    await using bob = await server.join("Bob");
    await using chat = await startChat(["--name", "Ada", "--port", `${server.port}`]);
    await chat.waitForScreen(/2 online/);
    for (let line = 10; line < 40; line++) bob.send("Bob", "/shout", `line ${line}`);
    await chat.waitForScreen("line 39");
    await chat.type("a draft");
    await chat.send("\u001b[<64;10;5M\u001b[<64;10;5M");
    await chat.waitForScreen((screen) => screen.includes("more below") && !screen.includes("line 39"));
    await chat.send("\u001b[<65;10;5M\u001b[<65;10;5M");
    await chat.waitForScreen((screen) => screen.includes("line 39") && screen.includes("[Everyone] a draft"));
    await chat.send("\u001b[<0;70;6M\u001b[<0;70;6m");
    await chat.waitForScreen("▸3 Bob");
    await chat.send("\u001b[<0;70;1M");
    await chat.waitForScreen("[Everyone] a draft");
    expect(await chat.read("#{mouse_standard_flag}#{mouse_sgr_flag}")).toBe("11");
    await chat.press("ctrl+u");
    await chat.type("/mouse\r");
    await chat.waitForScreen("The mouse is off.");
    expect(await chat.read("#{mouse_any_flag}")).toBe("0");
    await chat.type("/quit\r");
    await chat.ended;
    await using again = await startChat(["--name", "Ada", "--port", `${server.port}`]);
    await again.waitForScreen(/2 online/);
    expect(await again.read("#{mouse_any_flag}")).toBe("0");
  });

  it("has what is unread in the title of the window, and gives the title of before back", async () => {
    await using server = await ChatServer.start();
    await using bob = await server.join("Bob");
    await using chat = await TmuxSession.start("bash", ["--norc", "-i"], { env: { ...environment(), PS1: "shell> " } });
    await chat.waitForScreen("shell>");
    await chat.type("printf '\\033]2;before\\007'\r");
    await chat.type(`${process.execPath} ${COMMAND} --name Ada --port ${server.port}\r`);
    await chat.waitForScreen("2 online");
    expect(await chat.read("#{pane_title}")).toBe("Everyone - chat");
    bob.send("Bob", "Ada", "psst");
    await chat.waitForScreen(/Bob +!1/);
    expect(await chat.read("#{pane_title}")).toBe("(1!) Everyone - chat");
    await chat.press("ctrl+z");
    await chat.waitForScreen(/Stopped/);
    expect(await chat.read("#{pane_title}")).toBe("before");
    await chat.type("fg\r");
    await chat.waitForScreen("[Everyone]");
    await expect.poll(() => chat.read("#{pane_title}")).toBe("(1!) Everyone - chat");
    await chat.type("/quit\r");
    await chat.waitForScreen(/shell>\s*$/);
    expect(await chat.read("#{pane_title}")).toBe("before");
  });

  it("shows the log alone, so that the terminal selects an address whole", async () => {
    await using server = await ChatServer.start();
    await using bob = await server.join("Bob");
    await using chat = await startChat(["--name", "Ada", "--port", `${server.port}`]);
    await chat.waitForScreen(/2 online/);
    const address = `https://a.example/${"path/".repeat(20)}`;
    bob.send("Bob", "/shout", `read\n${address} now`);
    await chat.waitForScreen("now");
    await chat.press("alt+l");
    await chat.waitForScreen("Any key goes back");
    expect(await chat.capture({ joinsRows: true })).toContain(`Bob: read\n  ${address} now\nAny key`);
    expect(await chat.read("#{mouse_any_flag}#{wrap_flag}")).toBe("01");
    bob.send("Bob", "/shout", "meanwhile");
    await chat.type("x");
    await chat.waitForScreen(/meanwhile.*\[Everyone\] Write/s);
    expect(await chat.read("#{mouse_any_flag}#{wrap_flag}")).toBe("10");
    await chat.type("/quit\r");
    await chat.ended;
  });

  it.each(["STOP", "TSTP", "TTIN", "TTOU"])(
    "takes the terminal again after SIG%s and a shell that has reset it",
    async (signal) => {
      await using server = await ChatServer.start();
      await using chat = await TmuxSession.start("bash", ["--norc", "-i"], {
        columns: 80,
        rows: 10,
        env: { ...environment(), PS1: "shell> " },
      });
      await chat.waitForScreen("shell>");
      await chat.type(`${process.execPath} ${COMMAND} --name Ada --port ${server.port}\r`);
      await chat.waitForScreen("1 online");
      await chat.type("a draft");
      await chat.waitForScreen("[Everyone] a draft");
      const pid = await findChild(await chat.read("#{pane_pid}"));
      process.kill(pid, `SIG${signal}`);
      await chat.waitForScreen(/Stopped/);
      await chat.type("stty sane; fg\r");
      await chat.waitForScreen((screen) => screen.includes("[Everyone] a draft") && !screen.includes("Stopped"));
      await chat.send("\u001b[D\u001b[D!");
      await chat.waitForScreen("[Everyone] a dra!ft");
      await chat.send("\u0003");
      await chat.waitForScreen((screen) => screen.includes("[Everyone]") && !screen.includes("dra!ft"));
      await chat.type("/quit\r");
      await chat.waitForScreen(/shell>\s*$/);
      expect(await chat.read("#{alternate_on}#{mouse_any_flag}")).toBe("00");
      await chat.type("stty -a | grep -o -- '-\\?icanon'\r");
      await chat.waitForScreen(/^icanon/m);
    },
  );

  it("lends the terminal to an editor, whose Ctrl-C and Ctrl-Z are its own", async () => {
    await using server = await ChatServer.start();
    const editor = join(folder, "editor");
    await writeFile(editor, `#!/bin/sh\ncat "$1"; echo EDITING; read -r line; printf '%s' "$line" > "$1"\n`, {
      mode: 0o755,
    });
    await using chat = await TmuxSession.start("bash", ["--norc", "-i"], {
      columns: 80,
      rows: 10,
      env: { ...environment(), PS1: "shell> ", VISUAL: editor },
    });
    await chat.waitForScreen("shell>");
    await chat.type(`${process.execPath} ${COMMAND} --name Ada --port ${server.port}\r`);
    await chat.waitForScreen("1 online");
    await chat.type("a draft");
    await chat.press("ctrl+x", "ctrl+e");
    await chat.waitForScreen(/a draft\nEDITING\n/);
    await chat.press("ctrl+c");
    await chat.waitForScreen("[Everyone] a draft");
    await chat.press("ctrl+x", "ctrl+e");
    await chat.waitForScreen(/EDITING\n\s*$/);
    await chat.press("ctrl+z");
    await chat.waitForScreen("Stopped");
    await chat.type("fg\r");
    await chat.waitForScreen(/fg\n[^\n]+\n/);
    await chat.type("another text\r");
    await chat.waitForScreen("[Everyone] another text");
    await chat.type("!");
    await chat.waitForScreen("[Everyone] another text!");
  });

  it("writes ASCII where the locale is not UTF-8", async () => {
    await using server = await ChatServer.start();
    await using bob = await server.join("Zoë");
    await using chat = await startChat(["--name", "Ada", "--port", `${server.port}`], undefined, { LC_ALL: "POSIX" });
    await chat.waitForScreen(/2 online/);
    bob.send("Zoë", "/shout", "日本 ok");
    const screen = await chat.waitForScreen("Zoe | ???? ok");
    expect(screen).not.toMatch(/[^\0-~]/);
  });

  it.each(["dumb", ""])("goes on line by line on a terminal called %j", async (name) => {
    await using server = await ChatServer.start();
    const args = [`TERM=${name}`, process.execPath, COMMAND, "--name", "Ada", "--port", `${server.port}`];
    await using chat = PtyProcess.start("env", args, { env: environment(), keepsOutput: true });
    await chat.waitForScreen("* Joined");
    expect(chat.output).toMatch(/^chat: The .*\. It goes on line by line, as with --plain\.\r\n/);
    expect(chat.output).not.toContain("\u001b");
  });
});

/** Finds the only child of a process. */
async function findChild(pid: string): Promise<number> {
  return Number(await readFile(`/proc/${pid}/task/${pid}/children`, "utf8"));
}
