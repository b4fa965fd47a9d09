import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startScriptedServer } from "@chat/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ChatInProcess } from "./support/chat-in-process.ts";
import { ChatServer } from "./support/chat-server.ts";
import { welcomeAnd } from "./support/server-words.ts";

/** Wide enough that nothing which is looked for is wrapped. */
const COLUMNS = 140;

let server: ChatServer;
let folder: string;
beforeEach(async () => {
  server = await ChatServer.start();
  folder = await mkdtemp(join(tmpdir(), "chat-writing-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function startAsAda(): Promise<ChatInProcess> {
  const chat = new ChatInProcess(["--name", "Ada", "--port", `${server.port}`], COLUMNS);
  await chat.waitForScreen(/\d online/);
  return chat;
}

describe("a key that begins others", () => {
  it("waits for the next one, is shown, and is left by Esc", async () => {
    await using chat = await startAsAda();
    chat.type("one ");
    chat.press("ctrl+x");
    await chat.waitForScreen("│ C-x … │");
    chat.press("ctrl+u");
    await chat.waitForScreen((screen) => screen.includes("[Everyone] Write to Everyone") && !screen.includes("C-x …"));
    chat.press("ctrl+x", "ctrl+r", "ctrl+x", "escape");
    await chat.waitForScreen((screen) => screen.includes("[Everyone] one") && !screen.includes("C-x …"));
    chat.type("two");
    await chat.waitForScreen("[Everyone] one two");
  });

  it("does nothing with a key that does not belong to it, and lets text be typed", async () => {
    await using chat = await startAsAda();
    chat.type("not to be sent");
    chat.press("ctrl+x", "enter", "ctrl+x");
    chat.type("!");
    await chat.waitForScreen("[Everyone] not to be sent!");
  });
});

describe("sending again", () => {
  it("sends at once what was not delivered, from where it was written, and marks it wherever it is shown", async () => {
    await using chat = await startAsAda();
    chat.press("alt+s");
    await chat.waitForScreen("Every message in this conversation has arrived, or is on its way.");
    chat.type("@Bob hi\r");
    await chat.waitForScreen("→ Bob: hi (not delivered: nobody has that name)");
    await using bob = await server.join("Bob");
    chat.press("alt+s");
    expect(await bob.nextText()).toBe("hi");
    await chat.waitForScreen(/→ Bob: hi \(sent again\).*→ Bob: hi ✓/s);
    chat.press("alt+3");
    await chat.waitForScreen(/│ hi \(sent again\).*[│├] hi ✓/s);
    chat.press("alt+s");
    await chat.waitForScreen("Every message in this conversation has arrived, or is on its way.");
  });

  it("begins with the oldest of several, and says that there are more", async () => {
    await using chat = await startAsAda();
    chat.type("@Bob one\r@Bob two\r");
    await chat.waitForScreen(/one \(not delivered.*two \(not delivered/s);
    await using bob = await server.join("Bob");
    chat.press("alt+s");
    await chat.waitForScreen("Sent again: the oldest of 2. M-s sends the next one.");
    chat.press("alt+s");
    expect([await bob.nextText(), await bob.nextText()]).toEqual(["one", "two"]);
    await chat.waitForScreen(/two \(sent again\)/);
  });

  it("asks before it sends twice what may have arrived", async () => {
    const received: string[] = [];
    await using original = await startScriptedServer(
      welcomeAnd(({ to, msg }, socket) => {
        if (to !== "Bob") return;
        received.push(msg);
        socket.destroy();
      }),
    );
    await using chat = new ChatInProcess(["--name", "bot", "--port", `${original.port}`], COLUMNS);
    await chat.waitForScreen("● online");
    chat.type("@Bob hi\r");
    await chat.waitForScreen("→ Bob: hi (may not have arrived)");
    chat.press("enter");
    await chat.waitForScreen("● online");
    chat.press("alt+s");
    await chat.waitForScreen("It may arrive twice: M-s again to send it");
    chat.press("left");
    await chat.waitForScreen((screen) => !screen.includes("It may arrive twice"));
    chat.press("alt+s");
    await chat.waitForScreen("It may arrive twice");
    expect(received).toEqual(["hi"]);
    chat.press("alt+s");
    await chat.waitForScreen("→ Bob: hi (sent again)");
    await expect.poll(() => received).toEqual(["hi", "hi"]);
  });
});

describe("an editor", () => {
  it("changes the draft, which is not sent, and undo gives back the one before", async () => {
    vi.stubEnv("VISUAL", `f() { printf 'a\\nb\\n\\n' >> "$1"; }; f`);
    await using bob = await server.join("Bob");
    await using chat = await startAsAda();
    chat.type("one");
    chat.press("ctrl+x", "ctrl+e");
    await chat.waitForScreen(/\[Everyone\] one *│\n│ a *│\n│ b *│/);
    chat.press("ctrl+_");
    await chat.waitForScreen(/^│ \[Everyone\] one *│\n╰/m);
    chat.press("ctrl+x", "ctrl+r", "enter");
    expect(await bob.nextText()).toBe("one\na\nb");
  });

  it("that fails says why, and leaves the draft", async () => {
    vi.stubEnv("VISUAL", "exit 3 #");
    await using chat = await startAsAda();
    chat.type("a draft");
    chat.press("ctrl+x", "ctrl+e");
    await chat.waitForScreen("The editor (exit 3 #) ended with exit code 3: the text stays as it was.");
    await chat.waitForScreen("[Everyone] a draft");
  });
});

describe("/save", () => {
  it("completes its file, writes over nothing, and over a file when told to", async () => {
    await writeFile(join(folder, "mine.txt"), "mine");
    await using chat = await startAsAda();
    chat.type(`/save ${folder}/mi`);
    chat.press("tab");
    await chat.waitForScreen(`[Everyone] /save ${folder}/mine.txt`);
    chat.press("enter");
    await chat.waitForScreen(`/save! ${folder}/mine.txt`);
    expect(await readFile(join(folder, "mine.txt"), "utf8")).toBe("mine");
    chat.type(`/save! ${folder}/mine.txt\r`);
    await chat.waitForScreen(`Saved 2 lines to ${folder}/mine.txt`);
    expect(await readFile(join(folder, "mine.txt"), "utf8")).toContain("You joined");
    chat.type(`/save! ${folder}\r`);
    await chat.waitForScreen(`${folder} is a folder: type the name of a file`);
  });
});
