import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestPeer } from "@chat/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RecordingLogger } from "./recording-logger.ts";
import { startTestServer, TEST_THREADS, type TestServerOptions } from "./test-server.ts";

const PATIENCE = { timeout: 60_000 };
const NO_NAMES = "⛔ Error: The server can't check names right now. Try again later.";

const MODULES = {
  "thread-module": fileURLToPath(new URL("fixtures/thread-module.ts", import.meta.url)),
  "server-module": fileURLToPath(new URL("fixtures/server-module.ts", import.meta.url)),
};

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-modules-"));
  process.env.CHAT_TEST_NOTES = join(folder, "notes");
});

afterEach(() => rm(folder, { recursive: true }));

/** Reads what the hooks have learned of. */
function readNotes(): string[] {
  return readFileSync(join(folder, "notes"), "utf8").trimEnd().split("\n");
}

async function expectFailure(logger: RecordingLogger, hook: string, reason: string): Promise<void> {
  const isIt = (line: string) => line.startsWith(`${hook} of `) && line.includes(reason);
  await vi.waitFor(() => expect(logger.linesOf("error").filter(isIt)).not.toEqual([]), PATIENCE);
}

async function start(fixture: keyof typeof MODULES, options: TestServerOptions = {}) {
  const logger = new RecordingLogger();
  const server = await startTestServer({ logger, modules: [MODULES[fixture]], ...options });
  return {
    logger,
    server,
    async ask(peer: TestPeer, name: string, to: string, text = "") {
      peer.send(name, to, text);
      return peer.nextText();
    },
    async knock(name: string) {
      const peer = await server.connect();
      peer.write(`${name}\n`);
      return peer.nextText();
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const FIXTURES = [
  ["thread-module", TEST_THREADS],
  ["server-module", 1],
] as const;

describe.each(FIXTURES)("the hooks of a %s", (fixture, places) => {
  it("learn of the start, of who comes and goes and why, and of the end", async () => {
    const chat = await start(fixture);
    const ada = await chat.server.join("Ada");
    await chat.server.join("Bob");
    ada.vanish();
    await vi.waitFor(() => expect(readNotes()).toContainEqual(expect.stringMatching(/^left Ada l/)), PATIENCE);
    await chat.server.node.close({ graceMs: 0 });
    const notes = readNotes();
    expect(notes.slice(0, places)).toEqual(Array(places).fill("started"));
    expect(notes.filter((note) => note.includes("Ada"))).toEqual([
      "joined Ada 127.0.0.1",
      expect.stringMatching(/^left Ada (left|lost)$/),
    ]);
    expect(notes.filter((note) => note.includes("Bob"))).toEqual(["joined Bob 127.0.0.1", "left Bob shutting-down"]);
    expect(notes.filter((note) => note === "stopped")).toHaveLength(places);
    expect(notes.at(-1)).toBe("stopped");
    await chat[Symbol.asyncDispose]();
  });

  it("admit or refuse with words; one that fails refuses, and is logged", async () => {
    await using chat = await start(fixture);
    expect(await chat.knock("Ada")).toContain("Welcome Ada");
    expect(await chat.knock("Mallory")).toBe("⛔ Error: Mallory from 127.0.0.1 is not in this class.");
    for (const name of ["Broken", "Odd"]) expect(await chat.knock(name)).toBe(NO_NAMES);
    for (const reason of ["no idea", "has to return words, or undefined, not 5"]) {
      await expectFailure(chat.logger, "admit", reason);
    }
    // Nobody was held up, and a name that was refused is free.
    expect(await chat.knock("Bob")).toContain("Welcome Bob");
    expect(chat.server.node.userCount).toBe(2);
  });

  it("refuse when they take too long, and are logged", async () => {
    await using chat = await start(fixture);
    expect(await chat.knock("Slow")).toBe(NO_NAMES);
    await expectFailure(chat.logger, "admit", "nothing has come of it in 5 s");
  });

  it("forget a newcomer who goes before the answer", async () => {
    await using chat = await start(fixture);
    const peer = await chat.server.connect();
    peer.write("Slow\n");
    peer.vanish();
    expect(await chat.knock("Ada")).toContain("Welcome Ada");
    await vi.waitFor(() => expect(chat.server.node.connectionCount).toBe(1), PATIENCE);
  });

  it("fail alone", async () => {
    await using chat = await start(fixture);
    const zoe = await chat.server.join("Zoe");
    await expectFailure(chat.logger, "joined", "joined on purpose");
    expect(await chat.ask(zoe, "Zoe", "/time")).toContain("Server time");
  });
});

describe.each(FIXTURES)("the endpoints of a %s", (fixture) => {
  it("know the others and the room of an answer", async () => {
    await using chat = await start(fixture);
    const ada = await chat.server.join("Ada");
    await chat.server.join("Bob");
    await chat.server.join("Zoë");
    await vi.waitFor(async () => {
      const answer = await chat.ask(ada, "Ada", "/others");
      expect(answer).toMatch(/^Ada 2 Bob,Zoë 15 \d+ Online users \(2\): /);
    }, PATIENCE);
  });

  it("write notices to one user, whoever asks", async () => {
    await using chat = await start(fixture);
    const [ada, bob, cleo] = [
      await chat.server.join("Ada"),
      await chat.server.join("Bob"),
      await chat.server.join("Cleo"),
    ];
    for (const [peer, name] of [
      [ada, "Ada"],
      [cleo, "Cleo"],
    ] as const) {
      expect(await chat.ask(peer, name, "/tell", "bob hello")).toBe("true");
      expect(await bob.nextText()).toBe("Notice: hello");
    }
    bob.send("Bob", "/tell", "Bob note to self");
    expect([await bob.nextText(), await bob.nextText()].toSorted()).toEqual(["Notice: note to self", "true"]);
    expect(await chat.ask(ada, "Ada", "/tell", "Nobody hello")).toBe("false");
  });

  it("are told what a notice can't be", async () => {
    await using chat = await start(fixture);
    const ada = await chat.server.join("Ada");
    expect(await chat.ask(ada, "Ada", "/tell", "Ada two\nlines")).toContain(
      "RangeError: The text has to be one line of 1 to 2000 characters",
    );
    expect(await chat.ask(ada, "Ada", "/tell", "No,name x")).toBe("false");
  });

  it("shout, and count who got it", async () => {
    await using chat = await start(fixture);
    const [ada, bob] = [await chat.server.join("Ada"), await chat.server.join("Bob")];
    expect(await chat.ask(ada, "Ada", "/cry", "hello")).toBe("1");
    expect(await bob.nextText()).toBe("hello");
  });

  it("send nothing for a user who is mute, who gets the reason as the answer", async () => {
    await using chat = await start(fixture);
    const [ada, bob] = [await chat.server.join("Ada"), await chat.server.join("Bob")];
    await chat.server.node.control.mute("Ada", { forMs: 3_600_000 });
    for (const [to, text] of [
      ["/tell", "Bob hello"],
      ["/cry", "hello"],
    ] as const)
      expect(await chat.ask(ada, "Ada", to, text)).toContain("An operator has muted you");
    expect(await chat.ask(bob, "Bob", "/time")).toContain("Server time");
  });

  it("can't fill the memory of a user who reads nothing", async () => {
    await using chat = await start(fixture, { limits: { maxOutboxBytes: 65_536, messageBurst: 1_000_000 } });
    const [ada, bob] = [await chat.server.join("Ada"), await chat.server.join("Bob")];
    bob.socket.pause();
    // What is not refused is in the buffers of the system, or in the outbox.
    await vi.waitFor(async () => expect(await chat.ask(ada, "Ada", "/tellmany", "500")).not.toBe("500"), PATIENCE);
    const connection = (await chat.server.node.connections()).find(({ name }) => name === "Bob");
    expect(connection?.waitingBytes).toBeLessThan(70_000);
  });

  it("answer with an error when they fail, or never answer", async () => {
    await using chat = await start(fixture, { limits: { endpointTimeoutMs: 1_000 } });
    const ada = await chat.server.join("Ada");
    expect(await chat.ask(ada, "Ada", "/fail")).toBe("❌ Error: '/fail' failed. Try again later.");
    expect(chat.logger.linesOf("error")).toContainEqual(expect.stringContaining("failed on purpose"));
    expect(await chat.ask(ada, "Ada", "/mute")).toBe("❌ Error: '/mute' gave no answer within 1 s. Try again later.");
    expect(await chat.ask(ada, "Ada", "/place")).toMatch(/^\d+$/);
  });
});

describe("a filter", () => {
  it("refuses messages with words: direct ones, and those to endpoints", async () => {
    await using chat = await start("thread-module");
    const [ada, bob] = [await chat.server.join("Ada"), await chat.server.join("Bob")];
    for (const to of ["Bob", "/shout", "/time"]) {
      expect(await chat.ask(ada, "Ada", to, "buy spam")).toBe(`⛔ Error: Ada, no spam to ${to}.`);
    }
    ada.send("Ada", "Bob", "hello");
    expect(await bob.nextText()).toBe("hello");
  });

  it("that throws, or returns a promise or no words, refuses the message and is logged", async () => {
    await using chat = await start("thread-module");
    const ada = await chat.server.join("Ada");
    for (const text of ["throw", "promise", "empty"]) {
      expect(await chat.ask(ada, "Ada", "Ada", text)).toBe(
        "⛔ Error: The server could not check this message, so nobody got it.",
      );
    }
    await vi.waitFor(() => {
      expect(chat.logger.linesOf("error")).toEqual([
        expect.stringMatching(/^filter of .* failed: .*filtered on purpose/),
        expect.stringMatching(/^filter of .* failed: .*has returned a promise, and has to decide at once/),
        expect.stringMatching(/^filter of .* failed: .*has to return words, or undefined, not ""/),
      ]);
    }, PATIENCE);
  });
});

describe("a module with the scope server", () => {
  it("runs in one place, which is none of the threads that serve users", async () => {
    await using chat = await start("server-module");
    const places = new Set<string>();
    for (let index = 0; index < 8; index++) {
      const name = `user ${index}`;
      places.add(await chat.ask(await chat.server.join(name), name, "/place"));
    }
    expect(places.size).toBe(1);
    expect([...places]).not.toContain("0");
  });

  it("that dies answers with errors and admits nobody, until it runs again, and learns who is online", async () => {
    await using chat = await start("server-module");
    const [ada, bob] = [await chat.server.join("Ada"), await chat.server.join("Bob")];
    await vi.waitFor(async () => expect(await chat.ask(ada, "Ada", "/others")).toContain("Ada 1 Bob"), PATIENCE);
    // What waits for it is answered too.
    bob.send("Bob", "/mute", "");
    await vi.waitFor(() => expect(readNotes()).toContain("mute"), PATIENCE);
    expect(await chat.ask(ada, "Ada", "/die")).toBe("❌ Error: '/die' failed. Try again later.");
    expect(await bob.nextText()).toBe("❌ Error: '/mute' failed. Try again later.");
    await vi.waitFor(
      () => expect(chat.logger.linesOf("info")).toContainEqual(expect.stringContaining("the modules run again")),
      PATIENCE,
    );
    expect(chat.logger.linesOf("error")).toContainEqual(
      expect.stringMatching(/^the thread of the modules died: .*died on purpose/),
    );
    await vi.waitFor(async () => expect(await chat.ask(ada, "Ada", "/others")).toContain("Ada 1 Bob"), PATIENCE);
    await vi.waitFor(async () => expect(await chat.ask(ada, "Ada", "/joined")).toBe("2"), PATIENCE);
    expect(await chat.knock("Mallory")).toContain("is not in this class");
    expect(await chat.knock("Cleo")).toContain("Welcome Cleo");
    expect(readNotes().filter((note) => note === "started")).toHaveLength(2);
  });

  const itOverThreads = TEST_THREADS > 1 ? it : () => undefined;
  itOverThreads("learns that the users of a thread that dies are gone", async () => {
    const handle = "handle() { setImmediate(() => { throw new Error('boom'); }); }";
    const dying = `data:text/javascript,export const endpoints = [{ name: '/boom', summary: '', ${handle} }]`;
    await using chat = await start("server-module", { modules: [MODULES["server-module"], dying] });
    const ada = await chat.server.join("Ada");
    await vi.waitFor(() => expect(readNotes()).toContain("joined Ada 127.0.0.1"), PATIENCE);
    ada.send("Ada", "/boom", "");
    await ada.ended();
    await vi.waitFor(() => expect(readNotes()).toContain("left Ada lost"), PATIENCE);
    expect(await chat.ask(await chat.server.join("Ada"), "Ada", "/place")).toMatch(/^\d+$/);
  });

  it("that hangs holds up nobody, and is ended", async () => {
    const hangTimes = { checkEveryMs: 100, hangTimeoutMs: Number.POSITIVE_INFINITY };
    await using chat = await start("server-module", { hangTimes });
    const [ada, bob] = [await chat.server.join("Ada"), await chat.server.join("Bob")];
    ada.send("Ada", "/hang", "");
    await vi.waitFor(() => expect(readNotes()).toContain("hangs"), PATIENCE);
    expect(await chat.knock("Zoe")).toBe(NO_NAMES);
    expect(await chat.ask(bob, "Bob", "/time")).toContain("Server time");
    hangTimes.hangTimeoutMs = 5_000;
    expect(await ada.nextText()).toBe("❌ Error: '/hang' failed. Try again later.");
    hangTimes.hangTimeoutMs = Number.POSITIVE_INFINITY;
    expect(chat.logger.linesOf("error")).toContainEqual(expect.stringContaining("the thread of the modules hangs"));
    await vi.waitFor(async () => expect(await chat.knock("Cleo")).toContain("Welcome Cleo"), PATIENCE);
  });
});
