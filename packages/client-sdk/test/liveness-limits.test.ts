import type { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { ChatClient, type ClientOptions } from "../src/index.ts";
import { failureOf, fakeClock, record } from "./chat-setup.ts";
import { serveEach, startMemoryServer } from "./memory-server.ts";
import { fromServer, TIME, WELCOME } from "./server-words.ts";

async function connect(serve: (stream: Duplex) => void, options: Partial<ClientOptions> = {}): Promise<ChatClient> {
  const { transport } = startMemoryServer(serve);
  const reconnect = { baseDelayMs: 1e9, maxDelayMs: 1e9 };
  return await ChatClient.connect({ name: "Ada", transport, reconnect, ...options });
}

async function cut(ada: ChatClient): Promise<void> {
  await ada.close({ signal: AbortSignal.abort() });
}

/** An original server that says nothing after its welcome. */
function serveOriginalWelcome(stream: Duplex): void {
  stream.once("data", () => {
    stream.write(WELCOME);
    stream.resume();
  });
}

/** A server that needs a time for each message, and answers each question for the time in its turn. */
function serveSlowly(costMs: (bytes: number) => number, endpointMs = 0) {
  let freeAt = 0;
  return (stream: Duplex) => {
    serveEach((to, _stream, bytes) => {
      freeAt = Math.max(freeAt, performance.now()) + (to === "/slow" ? endpointMs : costMs(bytes));
      const answer = to === "/slow" ? `${fromServer("done")}\n` : TIME;
      if (to.startsWith("/")) setTimeout(() => stream.write(answer), freeAt - performance.now());
    })(stream);
  };
}

/** A server that is not heard any more once it is dead. */
function serveUntil(isDead: () => boolean, serve: (stream: Duplex) => void): (stream: Duplex) => void {
  return (stream) => {
    const write = stream.write.bind(stream);
    stream.write = (chunk: unknown) => isDead() || write(chunk);
    serve(stream);
  };
}

describe("a dead connection is given up in time", () => {
  it.each([1_000, 5_000, 35_000])(
    "to an original server, with a time limit of %i ms for requests",
    async (timeoutMs) => {
      using clock = fakeClock();
      const ada = await connect(serveOriginalWelcome, { requestTimeoutMs: timeoutMs });
      await clock.advance(45_000);
      expect(ada.state.kind).toBe("online");
      await clock.advance(10_000);
      expect(ada.state.kind).toBe("waiting");
      await cut(ada);
    },
  );

  it("to an original server that the program asks again and again", async () => {
    using clock = fakeClock();
    const ada = await connect(serveOriginalWelcome, { requestTimeoutMs: 1_000 });
    void (async () => {
      while (ada.state.kind === "online") await failureOf(ada.list());
    })();
    await clock.advance(56_000);
    expect(ada.state.kind).toBe("waiting");
    await cut(ada);
  });

  it("though the program asks something while the question is open: the question was first", async () => {
    using clock = fakeClock();
    const ada = await connect(serveEach(() => undefined));
    await clock.advance(28_000);
    const list = failureOf(ada.list());
    await clock.advance(7_000);
    expect(ada.state.kind).toBe("waiting");
    expect(await list).toMatchObject({ code: "CONNECTION_LOST", mayHaveArrived: true });
    await cut(ada);
  });

  it("when what others write still comes, and the program has only sent messages", async () => {
    using clock = fakeClock();
    let peer: Duplex | undefined;
    const ada = await connect(
      serveEach((_to, stream) => {
        peer = stream;
      }),
    );
    const disconnected = record(ada, "disconnected");
    const sent = await ada.send("Bob", "hello");
    for (let second = 0; second < 64; second++) {
      peer?.write(`${fromServer("Notice: still here")}\n`);
      await clock.advance(1_000);
    }
    expect(disconnected).toMatchObject([{ unconfirmed: [sent] }]);
    await cut(ada);
  });

  it("with many messages on their way, however slow an endpoint was before", async () => {
    using clock = fakeClock();
    let isDead = false;
    const serve = serveSlowly(() => 0, 29_000);
    const ada = await connect(serveUntil(() => isDead, serve));
    for (let index = 0; index < 12; index++) await ada.send("Bob", `message ${index}`);
    const slow = ada.request("/slow");
    await clock.advance(30_000);
    expect(await slow).toBe("done");
    isDead = true;
    for (let index = 0; index < 2_000; index++) void failureOf(ada.send("Bob", `message ${index}`));
    await clock.advance(65_000);
    expect(ada.state.kind).toBe("waiting");
    await cut(ada);
  });

  it("when the queue is too full for a question", async () => {
    using clock = fakeClock();
    const { transport } = startMemoryServer((stream) => {
      stream.once("data", () => {
        stream.write(`${WELCOME}\n`);
        stream.pause();
      });
    });
    const ada = await connect(() => undefined, { transport, maxQueuedBytes: 40_000 });
    await clock.advance(20);
    for (let index = 0; index < 20; index++) void failureOf(ada.send("Bob", "x".repeat(4_000)));
    await clock.advance(70_000);
    expect(ada.state.kind).toBe("waiting");
    await cut(ada);
  });
});

describe("nobody is hung up on", () => {
  it.each([
    ["its time limit was shorter", 3_000, false],
    ["its signal has aborted", 35_000, true],
  ])("who asked an endpoint of 29 s, and waits no longer because %s", async (_how, requestTimeoutMs, aborts) => {
    using clock = fakeClock();
    const ada = await connect(
      serveSlowly(() => 0, 29_000),
      { requestTimeoutMs },
    );
    await clock.advance(18_000);
    const aborter = new AbortController();
    const slow = failureOf(ada.request("/slow", "", { signal: aborter.signal }));
    await clock.advance(100);
    if (aborts) aborter.abort();
    await clock.advance(28_800);
    await slow;
    expect(ada.state.kind).toBe("online");
    await clock.advance(20_000);
    expect(ada.state).toMatchObject({ kind: "online", lateMs: 0 });
    await cut(ada);
  });

  it("whose server is slow after it was fast", async () => {
    using clock = fakeClock();
    let costMs = 0;
    const ada = await connect(serveSlowly(() => costMs));
    for (let index = 0; index < 499; index++) void ada.send("Bob", `message ${index}`);
    const early = ada.time();
    await clock.advance(1_000);
    await early;
    costMs = 90;
    for (let index = 0; index < 1_000; index++) void ada.send("Bob", `message ${index}`);
    const confirmed = record(ada, "confirmed");
    await clock.advance(100_000);
    expect(ada.state.kind).toBe("online");
    expect(confirmed.flatMap(({ messages }) => messages)).toHaveLength(1_000);
    await cut(ada);
  });

  it("whose network carries 12 KB/s, with large messages after a silence", async () => {
    using clock = fakeClock();
    const ada = await connect(serveSlowly((bytes) => bytes / 12));
    await clock.advance(19_000);
    const confirmed = record(ada, "confirmed");
    for (let index = 0; index < 5; index++) void ada.send("Bob", "x".repeat(60_000));
    await clock.advance(35_000);
    expect(ada.state.kind).toBe("online");
    expect(confirmed).toHaveLength(1);
    await cut(ada);
  });
});
