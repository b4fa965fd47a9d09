import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OriginalServer, TestPeer } from "@chat/testing";
import { PtyProcess } from "@chat/testing/terminal";
import { describe, expect, test } from "vitest";
import { COMMAND } from "./support/build-command.ts";
import { ChatInProcess } from "./support/chat-in-process.ts";
import { ChatServer } from "./support/chat-server.ts";

/** A sequence that changes how text looks. */
const LOOK = new RegExp(`${"\u001b"}\\[([\\d;]*)m`, "g");

/** Returns the parameters of all sequences that change how text looks. */
function looksOf(output: string): Set<string> {
  return new Set(Array.from(output.matchAll(LOOK), ([, parameters = ""]) => parameters.split(";")).flat());
}

/** Bold, dim and inverse, and their ends: what NO_COLOR leaves. */
const COLORLESS = new Set(["1", "2", "7", "22", "27"]);

/** Wide enough that nothing which is looked for is wrapped. */
const COLUMNS = 140;

/** A folder for what is remembered, a server, and the command. */
class ChatHome implements AsyncDisposable {
  readonly folder: string;
  readonly server: ChatServer;

  private constructor(folder: string, server: ChatServer) {
    this.folder = folder;
    this.server = server;
  }

  static async create(): Promise<ChatHome> {
    return new ChatHome(await mkdtemp(join(tmpdir(), "chat-flows-")), await ChatServer.start());
  }

  /** Starts the command in a process of its own: for what it remembers, for signals, and for how it ends. */
  startProcess(args: readonly string[] = [], env: Record<string, string> = {}): PtyProcess {
    const { NODE_COMPILE_CACHE = "" } = process.env;
    return PtyProcess.start(process.execPath, [COMMAND, ...args], {
      env: { XDG_CONFIG_HOME: this.folder, XDG_STATE_HOME: this.folder, NODE_COMPILE_CACHE, ...env },
      columns: COLUMNS,
      folder: this.folder,
      keepsOutput: true,
    });
  }

  async startProcessAsAda(args: readonly string[] = [], env: Record<string, string> = {}): Promise<PtyProcess> {
    const chat = this.startProcess(["--name", "Ada", "--port", `${this.server.port}`, ...args], env);
    await chat.waitForScreen(/online.* \d online/s);
    return chat;
  }

  start(args: readonly string[] = [], port = this.server.port): ChatInProcess {
    return new ChatInProcess(["--port", `${port}`, ...args], COLUMNS);
  }

  /** Starts the chat as Ada, and waits until she sees that so many are online. */
  async startAsAda(online = 1): Promise<ChatInProcess> {
    const chat = this.start(["--name", "Ada"]);
    await chat.waitForScreen(`${online} online`);
    return chat;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true });
  }
}

const it = test.extend<{ home: ChatHome }>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads from the pattern what a fixture needs
  home: async ({}, use) => {
    await using home = await ChatHome.create();
    await use(home);
  },
});

describe.concurrent("the first screen", () => {
  it("asks for name and server, joins, and knows both the next time", async ({ home }) => {
    await using chat = home.startProcess(["--port", `${home.server.port}`]);
    await chat.waitForScreen("Your name");
    chat.type("Ada\r");
    await chat.waitForScreen(`You joined 127.0.0.1:${home.server.port} as Ada.`);
    chat.type("/quit\r");
    expect(await chat.exited).toBe(0);
    await using again = home.startProcess();
    await again.waitForScreen(/Your name {2,}Ada/);
    again.press("enter");
    await again.waitForScreen(`You joined 127.0.0.1:${home.server.port} as Ada.`);
  });

  it("goes through its fields by Tab, and says what can't be right", async ({ home }) => {
    await using chat = home.start();
    await chat.waitForScreen("Your name");
    chat.press("enter");
    await chat.waitForScreen("The name is empty.");
    chat.type("Ada");
    chat.press("tab", "tab", "ctrl+u");
    chat.type("0\r");
    await chat.waitForScreen("The port has to be a whole number from 1 to 65535.");
    chat.press("ctrl+u");
    chat.type(`${home.server.port}`);
    chat.press("shift+tab", "ctrl+u");
    chat.type("localhost\r");
    await chat.waitForScreen(`You joined localhost:${home.server.port} as Ada.`);
  });

  it("edits its fields as the prompt is edited", async ({ home }) => {
    await using chat = home.start();
    await chat.waitForScreen("Your name");
    chat.type("xx Lovelacee");
    chat.press("backspace", "ctrl+a", "delete", "ctrl+d", "home");
    chat.type("Ada");
    await chat.waitForScreen(/Your name +Ada Lovelace +│$/m);
    chat.press("end", "ctrl+w", "ctrl+u", "ctrl+y", "tab", "shift+tab");
    await chat.waitForScreen(/Your name +Ada +│$/m);
    chat.press("left", "alt+b", "ctrl+right");
    chat.type("line\r");
    await chat.waitForScreen("as Adaline.");
  });

  it("asks for another name when that one is in use", async ({ home }) => {
    await using _bob = await home.server.join("Bob");
    await using chat = home.start(["--name", "Bob"]);
    await chat.waitForScreen('The name "Bob" is in use');
    chat.type("2\r");
    await chat.waitForScreen("as Bob2.");
  });

  it("says in a sentence why there is no chat, and tries again on Enter", async ({ home }) => {
    await home.server.stop();
    await using chat = home.start(["--name", "Ada"]);
    await chat.waitForScreen(`No server runs at 127.0.0.1:${home.server.port}. Start one with: npm start.`);
    await home.server.restart();
    chat.press("enter");
    await chat.waitForScreen("You joined");
  });

  it("tells a web server from a chat server", async ({ home }) => {
    const web = createServer((_request, response) => response.end("hello"));
    await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
    await using chat = home.start(["--name", "Ada"], (web.address() as AddressInfo).port);
    await chat.waitForScreen("is no chat server");
    web.close();
  });
});

describe.concurrent("talking", () => {
  it("shows what is known of each message", async ({ home }) => {
    await using bob = await home.server.join("Bob");
    await using chat = await home.startAsAda(2);
    chat.type("@Bob hi\r@nobody hi\r");
    expect(await bob.nextText()).toBe("hi");
    // Where they were written, a note shows the same.
    await chat.waitForScreen("→ Bob: hi ✓");
    await chat.waitForScreen("→ nobody: hi (not delivered: nobody has that name)");
    chat.press("alt+3");
    await chat.waitForScreen("hi ✓");
    chat.press("alt+4");
    await chat.waitForScreen("hi (not delivered: nobody has that name)");
  });

  it("shows in a private conversation what became of a shout", async ({ home }) => {
    await using bob = await home.server.join("Bob");
    await using chat = await home.startAsAda(2);
    chat.type("@Bob\r");
    await chat.waitForScreen("[Bob]");
    chat.type("/shout hello all\r");
    await chat.waitForScreen("→ Everyone: hello all ✓");
    expect(await bob.nextText()).toBe("hello all");
  });

  it("answers who mistypes a command, and asks the server nothing", async ({ home }) => {
    await using chat = await home.startAsAda();
    chat.type("/quti\r");
    await chat.waitForScreen("Did you mean /quit?");
    await chat.waitForScreen("type /ask in front.");
    // The next one is not glued to it, and Up brings it back to be corrected.
    chat.type("/tiem\r");
    await chat.waitForScreen(/Did you mean \/time\?\s/);
    chat.press("up");
    await chat.waitForScreen("[Everyone] /tiem");
    expect(chat.terminal.text.match(/type \/ask in front/g)).toHaveLength(1);
    chat.press("ctrl+u");
    chat.type("/ask quti\r");
    await chat.waitForScreen("Unknown command '/quti'");
    chat.type("/help\r");
    await chat.waitForScreen(/Commands of this client +Commands of the server/);
    chat.press("escape");
    await chat.waitForScreen((screen) => !screen.includes("Commands of the server"));
    chat.type("/Quit\r");
    expect(await chat.exited).toBe(0);
  });

  it("says when a name writes from another address", async ({ home }) => {
    await using chat = await home.startAsAda();
    const first = await TestPeer.connect({ port: home.server.port });
    first.write("Bob\n");
    await first.next();
    first.send("Bob", "Ada", "hi");
    await chat.waitForScreen("3 Bob");
    await first[Symbol.asyncDispose]();
    await using second = await TestPeer.connect({ port: home.server.port, localAddress: "127.0.0.2" });
    second.write("Bob\n");
    await second.next();
    second.send("Bob", "Ada", "it is me");
    chat.press("alt+3");
    await chat.waitForScreen("Bob writes from another address now (127.0.0.2, before 127.0.0.1).");
  });

  it("keeps a line that can't be sent in the prompt", async ({ home }) => {
    await using chat = await home.startAsAda();
    chat.press("alt+2");
    await chat.waitForScreen("[SERVER] Type / for commands");
    chat.type("hello?\r");
    await chat.waitForScreen("The server takes commands");
    await chat.waitForScreen("[SERVER] hello?");
    chat.press("alt+1");
    await chat.waitForScreen("[Everyone] Write to Everyone");
    chat.paste("x".repeat(65_500));
    await chat.waitForScreen("xxxx");
    chat.press("enter");
    await chat.waitForScreen(/The message is too long: it takes \d+ bytes, and 65536 are allowed/);
    await chat.waitForScreen("xxxx");
  });

  it("completes names so that the text goes where it should", async ({ home }) => {
    await using bob = await home.server.join("Bob");
    await using chat = await home.startAsAda(2);
    chat.type("/msg B");
    chat.press("tab");
    await chat.waitForScreen("[→ Bob] /msg Bob");
    chat.type("hi there\r");
    expect(await bob.next()).toMatchObject({ to: "Bob", msg: "hi there" });
    chat.type("Bo");
    chat.press("tab");
    await chat.waitForScreen("[Everyone] Bob:");
    chat.type("hi all\r");
    expect(await bob.next()).toMatchObject({ to: "Everyone", msg: "Bob: hi all" });
  });

  it("asks about both pastes when a second one comes", async ({ home }) => {
    await using chat = await home.startAsAda();
    chat.paste("one\ntwo");
    await chat.waitForScreen("Send these 2 lines");
    chat.paste("three\n");
    await chat.waitForScreen("Send these 3 lines");
    // A click on another conversation does not answer the question.
    chat.send("\u001b[<0;5;2M");
    chat.press("tab", "tab");
    await chat.waitForScreen("Put these 3 lines");
    chat.press("enter");
    await chat.waitForScreen(/^│ \[Everyone\] one *│\n│ two *│\n│ three/m);
  });

  it("answers commands where they were asked", async ({ home }) => {
    await using chat = await home.startAsAda();
    chat.type("/time\r");
    await chat.waitForScreen(/SERVER │ Server time: \d\d:\d\d:\d\d/);
    chat.type("/nope\r");
    await chat.waitForScreen("Unknown command '/nope'");
    chat.press("alt+2");
    chat.type("hello?\r");
    await chat.waitForScreen("The server takes commands");
  });

  it("asks before it sends a paste of several lines", async ({ home }) => {
    await using bob = await home.server.join("Bob");
    await using chat = await home.startAsAda(2);
    chat.paste("one\ntwo\n");
    await chat.waitForScreen("Send these 2 lines to Everyone?");
    chat.press("escape");
    await chat.waitForScreen((screen) => !screen.includes("Send these"));
    chat.paste("if true\r\n\r\n  three");
    await chat.waitForScreen("Enter: as one message");
    chat.press("enter");
    expect(await bob.nextText()).toBe("if true\n\n  three");
    // It is in the history, as a typed one is.
    chat.press("up");
    await chat.waitForScreen(/\[Everyone\] if true *│\n│ *│\n│ {3}three/);
    chat.press("alt+r");
    chat.paste("three\r\n\r\nfour");
    await chat.waitForScreen("Send these 3 lines");
    chat.press("tab");
    await chat.waitForScreen("Enter: as 2 messages");
    chat.press("enter");
    expect([await bob.nextText(), await bob.nextText()]).toEqual(["three", "four"]);
    chat.paste("five\nsix");
    await chat.waitForScreen("Send these 2 lines");
    chat.press("tab", "tab");
    await chat.waitForScreen("Put these 2 lines into the prompt?");
    chat.press("enter");
    await chat.waitForScreen(/\[Everyone\] five *│\n│ six/);
    chat.paste(" seven\n");
    await chat.waitForScreen("six seven");
    chat.press("enter");
    expect(await bob.nextText()).toBe("five\nsix seven");
  });

  it("asks before it sends a paste that the terminal does not mark, and sends many lines only after a y", async ({
    home,
  }) => {
    await using bob = await home.server.join("Bob");
    await using chat = await home.startAsAda(2);
    chat.send("one\rtwo\rthree\r");
    await chat.waitForScreen("Send these 3 lines to Everyone?");
    chat.press("escape");
    await chat.waitForScreen((screen) => !screen.includes("Send these"));
    // A line with Enter behind it was typed.
    chat.send("only one\r");
    expect(await bob.nextText()).toBe("only one");
    chat.send(Array.from({ length: 21 }, (_, line) => `line ${line}\r`).join(""));
    await chat.waitForScreen("y: as one message");
    // An Enter alone is no answer.
    chat.type("\ry");
    expect(await bob.nextText()).toMatch(/^line 0\nline 1\n/);
  });

  it("writes several lines, and goes through their rows", async ({ home }) => {
    await using bob = await home.server.join("Bob");
    await using chat = await home.startAsAda(2);
    chat.type("first\r");
    expect(await bob.nextText()).toBe("first");
    chat.type("one");
    chat.press("alt+enter");
    chat.type("two");
    // Shift-Enter and Ctrl-Enter, where the terminal tells them apart.
    chat.send("\u001b[13;2u");
    chat.type("three");
    chat.send("\u001b[27;5;13~");
    await chat.waitForScreen(/\[Everyone\] one *│\n│ two *│\n│ three *│\n│ *│\n/);
    chat.press("up", "up");
    chat.type("+");
    await chat.waitForScreen(/^│ \+two/m);
    chat.press("up", "up");
    await chat.waitForScreen("[Everyone] first");
    chat.press("down");
    chat.press("enter");
    expect(await bob.nextText()).toBe("one\n+two\nthree");
  });

  it("rings when somebody names us, unless the bell is off", async ({ home }) => {
    await using bob = await home.server.join("Bob");
    await using chat = await home.startAsAda(2);
    bob.send("Bob", "/shout", "hello all");
    bob.send("Bob", "/shout", "hello ada!");
    await chat.waitForScreen("hello ada!");
    expect(chat.terminal.bellCount).toBe(1);
    chat.type("/bell\r");
    await chat.waitForScreen("The bell is off.");
    bob.send("Bob", "/shout", "ada, again");
    await chat.waitForScreen("ada, again");
    expect(chat.terminal.bellCount).toBe(1);
  });

  it("remembers that the bell is off", async ({ home }) => {
    await using chat = await home.startProcessAsAda();
    chat.type("/bell\r/quit\r");
    expect(await chat.exited).toBe(0);
    await using again = await home.startProcessAsAda();
    await again.waitForScreen("bell off");
  });

  it("counts what ignored people write, and shows none of it", async ({ home }) => {
    await using bob = await home.server.join("Bob");
    await using carla = await home.server.join("Carla");
    await using chat = await home.startAsAda(3);
    chat.type("/ignore bob\r");
    await chat.waitForScreen("The messages of Bob are counted, and not shown any more.");
    bob.send("Bob", "/shout", "ada, look here");
    bob.send("Bob", "Ada", "psst");
    carla.send("Carla", "/shout", "hello");
    await chat.waitForScreen("hello");
    chat.type("/ignore\r");
    await chat.waitForScreen("You ignore Bob (2 messages so far).");
    chat.type("/ignore Bob\r");
    await chat.waitForScreen("The messages of Bob are shown again. Hidden until now: 2 messages.");
    bob.send("Bob", "/shout", "am I back?");
    await chat.waitForScreen("am I back?");
    expect(chat.terminal.text).not.toMatch(/look here|psst/);
    expect(chat.terminal.bellCount).toBe(0);
  });

  it("takes words that were highlighted for a mention, until they no longer are", async ({ home }) => {
    await using bob = await home.server.join("Bob");
    await using chat = await home.startAsAda(2);
    chat.type("/highlight the build\r");
    await chat.waitForScreen('"the build" counts as a mention.');
    bob.send("Bob", "/shout", "The Build is red");
    await chat.waitForScreen("The Build is red");
    expect(chat.terminal.bellCount).toBe(1);
    chat.type("/highlight The build\r");
    await chat.waitForScreen("does not count as a mention any more");
  });

  it("gives an action other keys, and the theme the background that the terminal has", async ({ home }) => {
    await using chat = await home.startProcessAsAda();
    chat.type("/set keys.help F2\r");
    await chat.waitForScreen("keys.help = F2");
    chat.send("\u001b]11;rgb:ffff/ffff/ffff\u001b\\");
    await chat.waitForScreen("F2 keys");
    chat.press("f2");
    await chat.waitForScreen("F2 or Esc closes this");
    expect(chat.terminal.text).not.toContain("rgb:");
    // The keys are cyan, which is number 24 on a light background.
    expect((await chat.terminal.snapshot()).cells.flat().map(({ foreground }) => foreground)).toContain(24);
  });

  it("remembers settings, names what is wrong in their file, and keeps what else is in it", async ({ home }) => {
    await mkdir(join(home.folder, "class-chat"));
    const path = join(home.folder, "class-chat", "settings.json");
    await writeFile(path, '{ "theme": "drak", "mine": [1], "highlight": ["deploy"] }');
    await using chat = await home.startProcessAsAda();
    await chat.waitForScreen(/"theme" can't be "drak"\.\s/);
    chat.type("/set bell off\r/quit\r");
    expect(await chat.exited).toBe(0);
    const kept = { theme: "drak", mine: [1], highlight: ["deploy"], name: "Ada", bell: false };
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject(kept);
  });

  it("says once that it can remember nothing, and goes on", async ({ home }) => {
    await writeFile(join(home.folder, "class-chat"), "in the way");
    await using chat = await home.startProcessAsAda();
    await chat.waitForScreen(/Settings are forgotten when you leave, since .* can't be changed/s);
    await chat.waitForScreen("The lines that you send can't be kept for the next start");
    chat.type("/set bell off\r/set theme dark\r");
    await chat.waitForScreen("theme = dark");
    expect(chat.terminal.text.match(/can't be/g)).toHaveLength(2);
  });

  it("finds what was said, goes from hit to hit, and leaves the search where it is or goes back", async ({ home }) => {
    await using bob = await home.server.join("Bob");
    await using chat = await home.startAsAda(2);
    for (let index = 0; index < 60; index++)
      bob.send("Bob", "/shout", index % 20 === 0 ? `Schön ${index}` : `${index}`);
    await chat.waitForScreen(/[│├] 59/);
    chat.press("ctrl+s");
    await chat.waitForScreen("[search]");
    chat.type("schon");
    await chat.waitForScreen("[1 of 3] schon");
    expect(chat.terminal.text).toContain("│ Schön 40");
    chat.press("enter");
    chat.type("n");
    chat.type("n");
    await chat.waitForScreen("[3 of 3] schon");
    expect(chat.terminal.text).toContain("│ Schön 0");
    chat.type("N");
    await chat.waitForScreen("[2 of 3] schon");
    expect(chat.terminal.text).toContain("│ Schön 20");
    chat.press("backspace");
    chat.type("x");
    await chat.waitForScreen("[not found] schox");
    chat.press("escape");
    await chat.waitForScreen("[Everyone]");
    expect(chat.terminal.text).toMatch(/[│├] 59/);
    chat.type("/search SCHÖN 2\r");
    await chat.waitForScreen("[1 of 1] SCHÖN 2");
    chat.type("hi");
    await chat.waitForScreen("[Everyone] hi");
    expect(chat.terminal.text).toMatch(/[│├] Schön 20/);
    // Ends the search, empties the line, asks.
    chat.press("ctrl+s", "ctrl+d", "ctrl+c", "ctrl+c", "ctrl+c");
    await chat.waitForScreen("C-c again to leave");
  });

  it("writes log files, and brings back after a restart what was sent", async ({ home }) => {
    await using chat = await home.startProcessAsAda(["--log", "logs"]);
    chat.type("kept\r");
    await chat.waitForScreen("kept (nobody else is online)");
    chat.type("/quit\r");
    expect(await chat.exited).toBe(0);
    const folder = join(home.folder, "logs", `127.0.0.1_${home.server.port}`);
    const logs = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    expect(logs).toEqual([expect.stringMatching(/\tbegin\t.*\tnotice\t.*\town\tAda\tkept\n.*\tend\t/s)]);
    await using again = await home.startProcessAsAda();
    again.press("up", "up");
    await again.waitForScreen("[Everyone] kept");
  });

  it("names at the end what is not known to have arrived", async ({ home, expect }) => {
    await using chat = await home.startProcessAsAda();
    await home.server.stop();
    await chat.waitForScreen("Next try in");
    chat.type("@Bob are you there?\r");
    await chat.waitForScreen("→ Bob: are you there? (waits for the connection)");
    chat.type("/quit\r");
    expect(await chat.exited).toBe(0);
    await expect
      .poll(() => chat.output)
      .toContain("chat: This was not delivered (it was never sent), to Bob: are you there?");
  });

  it("saves the log", async ({ home }) => {
    await using chat = await home.startProcessAsAda();
    chat.type("to be kept\r");
    await chat.waitForScreen("to be kept (nobody else is online)");
    chat.type("/save log.txt\r");
    await chat.waitForScreen("Saved 2 lines to");
    expect(readFileSync(join(home.folder, "log.txt"), "utf8")).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \*: You joined .*\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d Ada: to be kept \(nobody else is online\)\n$/,
    );
  });

  it("shows the traffic as it goes over the wire, both ways", async ({ home }) => {
    await using chat = await home.startAsAda();
    chat.type("/raw\r");
    // The handshake is where it begins.
    await chat.waitForScreen("→ sent 4 bytes at");
    await chat.waitForScreen("│   Ada␤");
    await chat.waitForScreen("Welcome Ada!");
    // What the client asks by itself is left out.
    expect(chat.terminal.text).not.toContain("Online users");
    expect(chat.terminal.text).not.toContain('"to": "/list"');
    chat.type("/raw all\r");
    await chat.waitForScreen(/bytes at \d\d:\d\d:\d\d, by the client itself/);
    await chat.waitForScreen('"to": "/list"');
    chat.type("/raw\r/time\r");
    await chat.waitForScreen((screen) => !screen.includes("by the client itself"));
    await chat.waitForScreen('{"from": {"name": "Ada", "ip": "127.0.0.1"}, "to": "/time", "msg": ""}␤');
    await chat.waitForScreen(/"msg": "Server time: \d\d:\d\d:\d\d"}␤/);
    chat.press("escape");
    await chat.waitForScreen(/SERVER │ Server time/);
  });

  it("scrolls the keys and the traffic no farther than there is something to see", async ({ home }) => {
    await using chat = await home.startAsAda();
    chat.press("f1");
    await chat.waitForScreen("Commands of this client");
    // To the last row, and past it.
    chat.type("\u001b>");
    chat.press("page down");
    await chat.waitForScreen("Go to the shell");
    chat.press("page up");
    await chat.waitForScreen((screen) => !screen.includes("Go to the shell"));
    chat.press("f1");
    chat.type("/raw\r");
    for (let line = 0; line < 30; line++) chat.type(`line ${line}\r`);
    await chat.waitForScreen("Message sent to 0");
    chat.type("\u001b<");
    chat.press("page up");
    await chat.waitForScreen("Welcome Ada!");
    for (let page = 0; page < 8; page++) chat.press("page down");
    await chat.waitForScreen((screen) => !screen.includes("Welcome Ada!"));
  });

  it("stays where one has scrolled to, and counts what comes", async ({ home }) => {
    await using bob = await home.server.join("Bob");
    await using chat = await home.startAsAda(2);
    for (let line = 0; line < 50; line++) bob.send("Bob", "/shout", `line ${line}`);
    await chat.waitForScreen(/line 49\b/);
    chat.press("page up");
    const scrolled = await chat.waitForScreen("↓ more below");
    expect(scrolled).not.toMatch(/line 49\b/);
    bob.send("Bob", "/shout", "newest");
    await chat.waitForScreen("↓ 1 new below");
    chat.press("page down", "page down");
    await chat.waitForScreen("newest");
  });

  it("talks to a server that behaves as the original does", async ({ home }) => {
    await using original = await OriginalServer.start({ readsLines: true });
    await using bob = await TestPeer.connect({ port: original.port });
    bob.write("bob");
    await bob.next();
    await using chat = home.start(["--name", "ada"], original.port);
    await chat.waitForScreen("2 online");
    chat.type("@bob ciao\r@nessuno ciao\r");
    expect(await bob.nextText()).toBe("ciao");
    chat.press("alt+4");
    await chat.waitForScreen("not delivered: nobody has that name");
  });
});

it.concurrent("says that the connection is lost, keeps the draft, and comes back at once on Enter", async ({
  home,
}) => {
  await using chat = await home.startAsAda();
  chat.type("a draft");
  await home.server.stop();
  await chat.waitForScreen(/○ .* Next try in \d+ s, or on Enter/);
  await home.server.restart();
  chat.press("ctrl+u", "enter", "ctrl+y");
  await chat.waitForScreen(/● online/);
  await chat.waitForScreen("The connection is back.");
  await chat.waitForScreen("[Everyone] a draft");
});

it.concurrent("keeps what can't wait for the connection in the prompt", async ({ home }) => {
  await using chat = await home.startAsAda();
  await home.server.stop();
  await chat.waitForScreen("Next try in");
  chat.type("hello all\r");
  await chat.waitForScreen("There is no connection: the line stays here");
  await chat.waitForScreen("[Everyone] hello all");
  await home.server.restart();
  await chat.waitForScreen(/● online/);
  await chat.waitForScreen("[Everyone] hello all");
  chat.press("enter");
  await chat.waitForScreen("hello all (nobody else is online)");
});

describe.concurrent("leaving", () => {
  it("takes Ctrl-C twice, and gives the terminal back as it was", async ({ home, expect }) => {
    await using chat = await home.startProcessAsAda();
    chat.type("a draft");
    chat.press("ctrl+c");
    await chat.waitForScreen((screen) => !screen.includes("a draft"));
    chat.press("ctrl+c");
    await chat.waitForScreen("C-c again to leave");
    chat.press("ctrl+c");
    expect(await chat.exited).toBe(0);
    // The last bytes may be read after the process has gone.
    await expect.poll(() => chat.terminal.activeBuffer).toBe("normal");
    expect(chat.terminal.cursor.isVisible).toBe(true);
    expect(chat.terminal.modes).toMatchObject({ wraparoundMode: true, bracketedPasteMode: false });
  });

  it("gives the terminal back from the log alone", async ({ home, expect }) => {
    await using chat = await home.startProcessAsAda();
    chat.press("alt+l");
    await chat.waitForScreen("Any key goes back");
    chat.kill("SIGTERM");
    expect(await chat.exited).toBe(0);
    await expect.poll(() => chat.terminal.activeBuffer).toBe("normal");
    expect(chat.terminal.modes).toMatchObject({ wraparoundMode: true, mouseTrackingMode: "none" });
  });

  it.for(["SIGTERM", "SIGHUP", "SIGQUIT"])("leaves in peace on %s", async (signal, { home }) => {
    await using bob = await home.server.join("Bob");
    await using chat = await home.startProcessAsAda();
    chat.kill(signal);
    expect(await chat.exited).toBe(0);
    bob.send("Bob", "/list", "");
    expect(await bob.nextText()).toBe("You are the only active user!");
  });
});

it.concurrent("writes each line once for a screen reader, and leaves it where it can be read again", async ({
  home,
}) => {
  await using bob = await home.server.join("Bob");
  await using chat = await home.startProcessAsAda(["--screen-reader"]);
  bob.send("Bob", "/shout", "hello all");
  bob.send("Bob", "Ada", "hello you");
  await chat.waitForScreen("Bob to you: hello you");
  chat.type("hi\r");
  await chat.waitForScreen("You to Everyone: hi");
  chat.type("@B");
  await chat.waitForScreen("1 choice: Bob");
  chat.press("tab");
  chat.type("psst\r");
  for (const text of ["Message sent to 1 users", "hi", "psst"]) expect(await bob.nextText()).toBe(text);
  await chat.waitForScreen("You to Bob: psst");
  chat.type("@nobody hello?\r");
  await chat.waitForScreen("Problem: This was not delivered (nobody has that name), to nobody: hello?");
  expect(chat.terminal.text).not.toContain("→ Bob");
  expect(chat.terminal.activeBuffer).toBe("normal");
  expect(chat.terminal.text.match(/Bob to everyone: hello all/g)).toHaveLength(1);
  expect(chat.terminal.text).not.toContain("│ Online");
});

it.concurrent("writes the keys and the traffic for a screen reader as well, each line once", async ({ home }) => {
  await using chat = home.start(["--name", "Ada", "--screen-reader"]);
  await chat.waitForScreen("1 online");
  chat.press("f1");
  await chat.waitForScreen("Go to the shell");
  chat.press("f1");
  chat.type("/raw\r");
  await chat.waitForScreen("Welcome Ada!");
  chat.type("/time\r");
  await chat.waitForScreen(/"msg": "Server time: \d\d:\d\d:\d\d"}␤/);
  chat.press("escape");
  await chat.waitForScreen((screen) => !screen.includes("Esc closes it"));
  chat.type("hi\r");
  await chat.waitForScreen("You to Everyone: hi");
  const written = [...chat.terminal.scrollbackLines(), chat.terminal.text].join("\n");
  expect(written.match(/Send the line/g)).toHaveLength(1);
  expect(written.match(/Welcome Ada!/g)).toHaveLength(1);
});

it.concurrent("writes no colour where none is wanted, but still bold and inverse", async ({ home }) => {
  await using coloured = await home.startProcessAsAda();
  coloured.type("/nope\r");
  await coloured.waitForScreen("Unknown command");
  expect([...looksOf(coloured.output)].filter((look) => !COLORLESS.has(look))).not.toEqual([]);
  coloured.type("/quit\r");
  await coloured.exited;
  for (const [args, env] of [[["--no-color"], {}] as const, [[], { NO_COLOR: "1" }] as const]) {
    await using plain = await home.startProcessAsAda(args, env);
    plain.type("/nope\r");
    await plain.waitForScreen("Unknown command");
    plain.press("ctrl+s");
    plain.type("unknown");
    await plain.waitForScreen("of 1] unknown");
    expect(looksOf(plain.output)).toEqual(COLORLESS);
    plain.press("escape");
    await plain.waitForScreen("[Everyone]");
    plain.type("/quit\r");
    await plain.exited;
  }
  expect(existsSync(join(home.folder, "class-chat", "settings.json"))).toBe(true);
});
