import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ChatNode, type ChatNodeOptions, createChatNode } from "@chat/server";
import { choosePort, OriginalServer, startScriptedServer, TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { ChatProcess, readEvents } from "./chat-process.ts";
import { PlainInProcess } from "./support/plain-in-process.ts";
import { sayAsServer, welcomeAnd } from "./support/server-words.ts";

async function startServer(options: ChatNodeOptions = {}): Promise<ChatNode & { readonly port: number }> {
  const node = createChatNode({ host: "127.0.0.1", port: 0, ...options });
  return Object.assign(node, await node.listen());
}

async function joinByHand(port: number, name: string): Promise<TestPeer> {
  const peer = await TestPeer.connect({ port });
  peer.write(`${name}\n`);
  await peer.nextText();
  return peer;
}

/** Runs the plain mode as the bot, with all of its input given at once. */
async function chatOnce(port: number, input: string | Buffer, ...args: string[]) {
  const chat = new PlainInProcess(["--name", "bot", "--port", `${port}`, ...args]);
  chat.input.end(input);
  const code = await chat.exited;
  return { code, events: readEvents(chat.output), errors: chat.errors };
}

describe.concurrent("chat --plain --to", () => {
  it("sends each line as it is, and ends with code 0 when all is confirmed", async () => {
    await using server = await startServer();
    await using ada = await joinByHand(server.port, "Ada");
    const { code, events, errors } = await chatOnce(server.port, "hi\n/list\n\n@Bob  hö 👋", "--to", "Ada");
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(events).toEqual([`* Joined 127.0.0.1:${server.port} as bot.`]);
    const texts = [await ada.nextText(), await ada.nextText(), await ada.nextText(), await ada.nextText()];
    expect(texts).toEqual(["hi", "/list", "", "@Bob  hö 👋"]);
  });

  it("tells what is undeliverable, delivers the rest, and ends with code 1", async () => {
    await using server = await startServer();
    const { code, events, errors } = await chatOnce(server.port, "one\ntwo\n", "--to", "Zoe");
    expect(code).toBe(1);
    expect(events.slice(1)).toEqual([
      "* Not delivered to Zoe, nobody has that name: one",
      "* Not delivered to Zoe, nobody has that name: two",
    ]);
    expect(errors).toBe("chat: Not delivered: 2. Not confirmed: 0. Not sent: 0.\n");
  });

  it("sends to everyone by their common name", async () => {
    await using server = await startServer();
    await using ada = await joinByHand(server.port, "Ada");
    expect(await chatOnce(server.port, "hi\n", "--to", "everyone")).toMatchObject({ code: 0 });
    expect(await ada.next()).toMatchObject({ to: "Everyone", msg: "hi" });
  });

  it("asks an endpoint, and prints each answer", async () => {
    await using server = await startServer();
    await using _ada = await joinByHand(server.port, "Ada");
    const { code, events } = await chatOnce(server.port, "one\ntwo\n", "--to", "/shout");
    expect({ code, events: events.slice(1) }).toEqual({
      code: 0,
      events: ["SERVER: Message sent to 1 users", "SERVER: Message sent to 1 users"],
    });
  });

  it("reports a line that is too long or no text with its number, sends the rest, and ends with code 1", async () => {
    await using server = await startServer();
    await using ada = await joinByHand(server.port, "Ada");
    const lines = ["one", "x".repeat(100_000), "y".repeat(65_500), Buffer.from([0xff]), "five"];
    const input = Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from("\n")]));
    const { code, errors } = await chatOnce(server.port, input, "--to", "Ada");
    expect(code).toBe(1);
    expect(errors.trimEnd().split("\n")).toEqual([
      "chat: Line 2 was not sent: it is longer than 65536 bytes.",
      expect.stringMatching(/^chat: Line 3 was not sent: The message is \d+ bytes on the wire: .* at most 65536\./),
      "chat: Line 4 was not sent: it is no UTF-8 text.",
      "chat: Not delivered: 0. Not confirmed: 0. Not sent: 3.",
    ]);
    expect([await ada.nextText(), await ada.nextText()]).toEqual(["one", "five"]);
  });

  it("takes 25,000 lines in order with little memory", async () => {
    const limits = { messagesPerSecond: 0, bytesPerSecond: 0, maxOutboxBytes: 1024 ** 3 };
    await using server = await startServer({ limits });
    await using ada = await joinByHand(server.port, "Ada");
    const args = ["--plain", "--name", "bot", "--port", `${server.port}`, "--to", "Ada"];
    // All lines together are 50 MB.
    // Room for young objects, without which so small a heap does little but collect garbage.
    const heap = ["--max-old-space-size=24", "--min-semi-space-size=2", "--max-semi-space-size=2"];
    await using chat = new ChatProcess(args, { nodeArgs: heap });
    const filler = ".".repeat(2_000);
    chat.input.end(Array.from({ length: 25_000 }, (_, index) => `${index} ${filler}\n`).join(""));
    expect(await chat.closed()).toBe(0);
    await ada.waitFor(() => ada.messages.length === 25_001, "all lines");
    expect(ada.messages.slice(1).every(({ msg }, index) => msg.startsWith(`${index} `))).toBe(true);
  });

  it("reads no further ahead than the server has answered", async () => {
    const received: string[] = [];
    let mostUnanswered = 0;
    await using server = await startScriptedServer(
      welcomeAnd(({ to, msg }, socket) => {
        if (to !== "/time") return void received.push(msg);
        const sentBefore = received.length;
        // Whoever does not wait for the answer goes on in these turns.
        setImmediate(() =>
          setImmediate(() =>
            setImmediate(() => {
              mostUnanswered = Math.max(mostUnanswered, received.length - sentBefore);
              sayAsServer(socket, "Server time: 10:00:00");
            }),
          ),
        );
      }),
    );
    const lines = Array.from({ length: 5_000 }, (_, index) => `${index}`);
    expect(await chatOnce(server.port, lines.join("\n"), "--to", "Ada")).toMatchObject({ code: 0 });
    expect(received).toEqual(lines);
    expect(mostUnanswered).toBeLessThanOrEqual(500);
  });
});

describe.concurrent("chat --plain", () => {
  it("reads each line as the prompt does", async () => {
    await using server = await startServer();
    await using ada = await joinByHand(server.port, "Ada Maria");
    await using _bob = await joinByHand(server.port, "Bob");
    const input = "hello all\n\n@Ada Maria hello you\n/time\n/quit\nnever sent\n";
    const { code, events, errors } = await chatOnce(server.port, input);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(events).toEqual([
      `* Joined 127.0.0.1:${server.port} as bot.`,
      "* Online (2): Ada Maria, Bob",
      expect.stringMatching(/^SERVER: Server time: \d\d:\d\d:\d\d$/),
    ]);
    await ada.waitFor(() => ada.messages.length === 3, "both messages");
    expect(ada.messages.slice(1)).toMatchObject([
      { to: "Everyone", msg: "hello all" },
      { to: "Ada Maria", msg: "hello you" },
    ]);
  });

  it("says what is wrong with a line, and ends with code 1", async () => {
    await using server = await startServer();
    const { code, events, errors } = await chatOnce(server.port, "/clear\n@\n/gibberish\n");
    expect(code).toBe(1);
    expect(events.at(-1)).toMatch(/^SERVER: ❌ Error: Unknown command '\/gibberish'\./);
    expect(errors).toMatch(
      /^chat: Line 1 was not sent: \/clear is .*\nchat: Line 2 was not sent: .*\nchat: Not delivered: 1\. Not confirmed: 0\. Not sent: 2\.\n$/,
    );
  });

  it("tells each event in one line with its time, whatever others send", async () => {
    await using server = await startServer();
    await using ada = await joinByHand(server.port, "Ada");
    await using eve = await joinByHand(server.port, "* Eve: hi");
    await using chat = await ChatProcess.join("bot", server.port);
    await chat.waitForOutput(/Online/);
    ada.send("Ada", "bot", "hello\nbot");
    ada.send("Ada", "/shout", "to all\r\n00:00:00 * forged");
    await chat.waitForOutput(/forged/);
    eve.send("* Eve: hi", "bot", "\u001b[2J\u001b]0;owned\u0007\u202e\u2028\u0085end");
    await chat.waitForOutput(/end/);
    chat.input.end();
    expect(await chat.closed()).toBe(0);
    expect(chat.events.slice(2)).toEqual([
      "Ada: hello␤bot",
      "Ada → Everyone: to all␤00:00:00 * forged",
      '"* Eve: hi": ␛[2J␛]0;owned␇␤␤end',
    ]);
    expect(chat.output).toMatch(/^(?:\d\d:\d\d:\d\d .*\n)+$/);
    expect(chat.output.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  it("says that the connection was lost, comes back, and goes on", async () => {
    const port = await choosePort();
    const first = await startServer({ port });
    await using chat = await ChatProcess.join("bot", port, "--to", "bot");
    await first.close({ graceMs: 0 });
    await chat.waitForOutput(/Trying again in/);
    // It waits in the pipe until the connection is back.
    chat.input.end("still there?\n");
    await using _second = await startServer({ port });
    expect(await chat.closed()).toBe(0);
    expect(chat.events.slice(1, 4)).toEqual([
      "* Server is shutting down",
      "* The connection was lost.",
      expect.stringMatching(/^\* Trying again in \d\.\d s\.$/),
    ]);
    expect(chat.events.slice(-2)).toEqual(["* The connection is back.", "bot: still there?"]);
  });

  it("tells what was not confirmed when the connection broke, and ends with code 3", async () => {
    await using server = await startScriptedServer(welcomeAnd((_message, socket) => socket.destroy()));
    await using chat = await ChatProcess.join("bot", server.port, "--to", "Ada");
    chat.input.write("did it arrive?\n");
    await chat.waitForOutput(/Trying again/);
    chat.input.end();
    expect(await chat.closed()).toBe(3);
    expect(chat.events).toContain("* Not confirmed, to Ada: did it arrive?");
    expect(chat.errors).toBe("chat: Not delivered: 0. Not confirmed: 1. Not sent: 0.\n");
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const)("leaves in peace on %s", async (signal) => {
    await using server = await startServer();
    await using ada = await joinByHand(server.port, "Ada");
    await using chat = await ChatProcess.join("bot", server.port, "--to", "Ada");
    chat.input.write("hi\n");
    expect(await ada.nextText()).toBe("hi");
    chat.signal(signal);
    expect(await chat.closed()).toBe(0);
    expect(chat.errors).toBe("");
  });

  it.each(["SIGUSR1", "SIGUSR2"] as const)("is not touched by %s", async (signal) => {
    await using server = await startServer();
    await using ada = await joinByHand(server.port, "Ada");
    await using chat = await ChatProcess.join("bot", server.port, "--to", "Ada");
    chat.signal(signal);
    chat.input.end("hi\n");
    expect(await ada.nextText()).toBe("hi");
    expect(await chat.closed()).toBe(0);
    // A debugger that opens says so here.
    expect(chat.errors).toBe("");
  });

  it("ends at once on a second signal", async () => {
    const asked = Promise.withResolvers<void>();
    await using server = await startScriptedServer(welcomeAnd(({ to }) => to === "/time" && asked.resolve()));
    await using chat = await ChatProcess.join("bot", server.port, "--to", "Ada");
    chat.signal("SIGINT");
    // It asks for a proof, and would wait for the answer.
    await asked.promise;
    chat.signal("SIGTERM");
    expect(await chat.closed()).toBe("SIGTERM");
  });

  it("ends with code 1 when a signal leaves lines unsent", async () => {
    const server = await startServer();
    await using chat = await ChatProcess.join("bot", server.port, "--to", "Ada");
    await server.close({ graceMs: 0 });
    await chat.waitForOutput(/Trying again in/);
    // More than fits into the pipe: when all is written, it has read some.
    const lines = "a line that waits for a connection\n".repeat(3_000);
    await new Promise((resolve) => chat.input.write(lines, resolve));
    chat.signal("SIGTERM");
    expect(await chat.closed()).toBe(1);
    expect(chat.errors).toMatch(/^chat: Not delivered: 0\. Not confirmed: 0\. Not sent: \d+\.\n$/);
  });

  it("ends quietly when nobody reads its output any more", async () => {
    await using server = await startServer();
    await using ada = await joinByHand(server.port, "Ada");
    await using chat = await ChatProcess.join("bot", server.port, "--to", "Ada");
    chat.stdout.destroy();
    ada.send("Ada", "bot", "is anybody there?");
    expect(await chat.exited()).toBe(0);
    expect(chat.errors).toBe("");
  });

  it("lets the server wait while nobody reads, and tells all when somebody does", async () => {
    await using server = await startServer({
      limits: { messagesPerSecond: 0, bytesPerSecond: 0, maxOutboxBytes: 1024 ** 3 },
    });
    await using ada = await joinByHand(server.port, "Ada");
    await using chat = await ChatProcess.join("bot", server.port, "--to", "Ada");
    chat.stdout.pause();
    const filler = ".".repeat(1_000);
    for (let index = 0; index < 6_000; index++) ada.send("Ada", "bot", `${index} ${filler}`);
    ada.send("Ada", "/time", "");
    expect(await ada.nextText()).toMatch(/^Server time/);
    // What proves that all was sent comes behind all that Ada wrote.
    chat.input.end();
    chat.stdout.resume();
    expect(await chat.closed()).toBe(0);
    expect(chat.events).toHaveLength(1 + 6_000);
    expect(chat.events.slice(1).every((event, index) => event.startsWith(`Ada: ${index} `))).toBe(true);
  });
});

describe.concurrent("chat --plain that can't join", () => {
  it("says that the name is taken, and ends with code 1", async () => {
    await using server = await startServer();
    await using _bot = await joinByHand(server.port, "Bot");
    expect(await chatOnce(server.port, "hi\n", "--to", "Ada")).toEqual({
      code: 1,
      events: [],
      errors: `chat: The name "bot" is in use at 127.0.0.1:${server.port}. Choose another one, with --name.\n`,
    });
  });

  it("says how to start a server when none runs, and ends with code 1", async () => {
    const server = await startServer();
    await server.close();
    const { code, errors } = await chatOnce(server.port, "hi\n");
    expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining("Start one with: npm start") });
    expect(errors).not.toContain("    at ");
  });

  it("says that the server is none, and ends with code 1", async () => {
    await using server = await startScriptedServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const { code, errors } = await chatOnce(server.port, "hi\n");
    expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining("is no chat server") });
  });

  it("ends when it is asked to while it connects", async () => {
    await using server = await startScriptedServer((socket) => socket.resume());
    await using chat = new ChatProcess(["--plain", "--name=bot", `--port=${server.port}`]);
    await server.connected;
    chat.signal("SIGTERM");
    expect(await chat.closed()).toBe(1);
    expect(chat.errors).toBe("");
  });

  it("ends with code 2 when nobody says who it is", async () => {
    await using chat = new ChatProcess(["--plain"]);
    expect(await chat.closed()).toBe(2);
    expect(chat.errors).toBe("chat: Who are you? Say it with --name, such as --name Ada.\n");
  });
});

describe.concurrent("chat", () => {
  it("takes name and server from the last time", async () => {
    await using server = await startServer();
    const configHome = await mkdtemp(join(tmpdir(), "chat-plain-"));
    try {
      await mkdir(join(configHome, "class-chat"));
      const settings = { host: "127.0.0.1", port: server.port, name: "Ada" };
      await writeFile(join(configHome, "class-chat", "settings.json"), JSON.stringify(settings));
      await using chat = new ChatProcess(["--plain"], { environment: { XDG_CONFIG_HOME: configHome } });
      chat.input.end("/time\n");
      expect(await chat.closed()).toBe(0);
      expect(chat.events[0]).toBe(`* Joined 127.0.0.1:${server.port} as Ada.`);
    } finally {
      await rm(configHome, { recursive: true });
    }
  });

  it("writes log files when told to", async () => {
    await using server = await startServer();
    const folder = await mkdtemp(join(tmpdir(), "chat-plain-"));
    try {
      await chatOnce(server.port, "hi\n@constructor psst\n/time\n", "--log", folder);
      const serverFolder = join(folder, `127.0.0.1_${server.port}`);
      const logs = (await readdir(serverFolder)).toSorted().map(async (file) => {
        const lines = (await readFile(join(serverFolder, file), "utf8")).trimEnd().split("\n");
        return [file.split(".")[0], ...lines.map((line) => line.split("\t").slice(1).join(" "))];
      });
      const [begin, end] = [expect.stringMatching(/^begin /), expect.stringMatching(/^end /)];
      expect(await Promise.all(logs)).toEqual([
        ["@constructor", begin, "own bot psst", end],
        ["everyone", begin, expect.stringMatching(/^notice {2}Joined /), ...Array(4).fill(expect.anything()), end],
        ["server", begin, "own bot /time", expect.stringMatching(/^server SERVER Server time/), end],
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("ends with code 2 and suggests --plain where there is no terminal", async () => {
    await using chat = new ChatProcess(["--name=bot"]);
    expect(await chat.closed()).toBe(2);
    expect(chat.errors).toMatch(/^chat: .* --plain .*\n$/);
  });

  it("ends with code 2 and a line for each mistake when options are wrong", async () => {
    await using chat = new ChatProcess(["--nane=bot"], { environment: { CHAT_PORT: "lots" } });
    expect(await chat.closed()).toBe(2);
    expect(chat.output).toBe("");
    expect(chat.errors.split("\n")).toEqual([
      "chat: There is no option --nane. Did you mean --name?",
      'chat: CHAT_PORT is "lots": it has to be a whole number from 1 to 65535.',
      "chat --help tells which options there are.",
      "",
    ]);
  });

  it.each([
    ["--version", /^\d+\.\d+\.\d+\n$/],
    ["--help", /^chat: .*\n\nUsage: chat /],
  ])("prints %s", async (flag, text) => {
    await using chat = new ChatProcess([flag]);
    expect(await chat.closed()).toBe(0);
    expect(chat.output).toMatch(text);
  });
});

describe.concurrent("chat --plain on an original server", () => {
  it("sends one message at a time, and tells what is undeliverable", async () => {
    await using server = await OriginalServer.start({ readsLines: true });
    await using ada = await TestPeer.connect({ port: server.port });
    ada.write("Ada");
    await ada.nextText();
    expect(await chatOnce(server.port, "one\ntwo\nthree\n", "--to", "Ada")).toMatchObject({ code: 0, errors: "" });
    expect([await ada.nextText(), await ada.nextText(), await ada.nextText()]).toEqual(["one", "two", "three"]);

    const { code, events } = await chatOnce(server.port, `hi\n${"x".repeat(2_000)}\n`, "--to", "Zoe");
    expect(code).toBe(1);
    expect(events).toContain("* Not delivered to Zoe, nobody has that name: hi");
  });
});
